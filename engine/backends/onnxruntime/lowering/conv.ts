import { type Attributes, type Node, type Value, number } from '../../../tensor/graph.js';
import { staticShape } from '../../../base/shape.js';
import type { Emitter, Result } from './emitter.js';

/**
 * A convolution in onnxruntime's blocked layout (`nchwc`, channels in blocks of `block`), about twice as fast
 * as its plain one. onnxruntime itself changes the layout only for weights that are constant, which they are
 * not while they learn. Falls back to Conv where channels do not fill blocks.
 */
export function emitConv(
  e: Emitter,
  [x, w, bias]: readonly [Value, Value, Value | null],
  attributes: Attributes,
  result: Result,
): void {
  const [filters, channels] = staticShape(w.shape) as [number, number];
  const { block } = e;
  const fits = e.fillBlocks(filters) && (e.fillBlocks(channels) || channels === 3);
  if (!block || !fits || number(attributes, 'group') !== 1) {
    e.emit('Conv', bias ? [x, w, bias] : [x, w], attributes, result);
    return;
  }
  const plain = channels === 3;
  const images = plain ? x : e.blocked(x);
  const inputs = [images, plain ? blockFilters(e, w, block) : blockBoth(e, w, block)];
  const shape = ('name' in result ? result.shape : result).map(Number);
  e.unblocked(e.emit('BlockedConv', bias ? [...inputs, bias] : inputs, attributes, shape), result);
}

/** Filters for images in plain layout: `[O/b, C, kh, kw, b]`. */
function blockFilters(e: Emitter, w: Value, block: number): Value {
  const [filters, channels, height, width] = staticShape(w.shape) as [number, number, number, number];
  const split = e.reshape(w, [filters / block, block, channels, height, width]);
  const turned = e.emit('Transpose', [split], { perm: [0, 2, 3, 4, 1] }, [
    filters / block,
    channels,
    height,
    width,
    block,
  ]);
  return e.reshape(turned, [filters, channels, height, width]);
}

/** Filters for images in blocked layout: `[O/b, C/b, kh, kw, b (in), b (out)]`. */
function blockBoth(e: Emitter, w: Value, block: number): Value {
  const [filters, channels, height, width] = staticShape(w.shape) as [number, number, number, number];
  const split = e.reshape(w, [filters / block, block, channels / block, block, height, width]);
  const turned = e.emit('Transpose', [split], { perm: [0, 2, 4, 5, 3, 1] }, [
    filters / block,
    channels / block,
    height,
    width,
    block,
    block,
  ]);
  return e.reshape(turned, [filters, channels, height, width]);
}

/** Conv as it stands in a model. */
export function lowerConv(e: Emitter, { inputs, attributes, outputs: [out] }: Node): void {
  const [x, w, bias] = inputs as [Value, Value, Value | undefined];
  if (e.trainable(w)) emitConv(e, [x, w, bias ?? null], attributes, out!);
  else e.emit('Conv', inputs, attributes, out!);
}
