import { problem, type Fix, type LayerPlace, type Problem } from '../../base/problem.js';
import { staticDim, type Shape } from '../../base/shape.js';
import type { Builder } from '../../tensor/builder.js';
import type { Value } from '../../tensor/graph.js';
import { part } from '../../tensor/operators/movement.js';

/** Widths of the padding before and after each of the last axes. */
export interface Pads {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** The contents of padding, under PyTorch's names. */
export const PADDING_MODES = ['zeros', 'reflect', 'replicate', 'circular'] as const;
/** The contents of padding. */
export type PaddingMode = (typeof PADDING_MODES)[number];

/** Names of the modes that ONNX's Pad has in the opsets that we write. */
const ONNX_MODE: Readonly<Record<Exclude<PaddingMode, 'circular' | 'zeros'>, string>> = {
  reflect: 'reflect',
  replicate: 'edge',
};

/** Pads the last axes. */
export function padded(b: Builder, x: Value, mode: PaddingMode, { before, after }: Pads): Value {
  if ([...before, ...after].every((width) => width === 0)) return x;
  const lead = x.shape.length - before.length;
  if (mode === 'circular') {
    return before.reduce((value, width, i) => wrapped(b, value, lead + i, width, after[i]!), x);
  }
  if (mode !== 'zeros') return pad(b, x, { before, after }, ONNX_MODE[mode]);
  // onnxruntime merges a Pad with a pool that follows, whose own padding is never chosen or not counted. One column
  // more, which is cut off again, keeps them apart.
  const last = after.length - 1;
  const wider = pad(b, x, { before, after: after.map((width, i) => (i === last ? width + 1 : width)) });
  return part(b, wider, lead + last, [0, staticDim(wider.shape, -1) - 1]);
}

/** Pads the last axes with ONNX's Pad; with `fill`, if there is one, in constant mode. */
export function pad(b: Builder, x: Value, { before, after }: Pads, mode = 'constant', fill?: number): Value {
  const none = Array<number>(x.shape.length - before.length).fill(0);
  const widths = b.ints([...none, ...before, ...none, ...after]);
  return b.op('Pad', [x, widths, ...(fill === undefined ? [] : [b.scalar(fill)])], { mode });
}

/** Continues an axis at its other end. */
function wrapped(b: Builder, x: Value, axis: number, before: number, after: number): Value {
  if (before === 0 && after === 0) return x;
  const length = staticDim(x.shape, axis);
  const head = before > 0 ? [part(b, x, axis, [length - before, length])] : [];
  const tail = after > 0 ? [part(b, x, axis, [0, after])] : [];
  return b.op('Concat', [...head, x, ...tail], { axis });
}

/** The widest padding of an axis of a length in each mode. */
const WIDEST: Readonly<Record<PaddingMode, (length: number) => number>> = {
  zeros: () => Infinity,
  reflect: (length) => length - 1,
  replicate: () => Infinity,
  circular: (length) => length,
};

/** The problem of padding that is wider than what fills it; `fixes` gets the widest that can be filled. */
export function fillProblem(
  layer: LayerPlace,
  input: Shape,
  mode: PaddingMode,
  { before, after }: Pads,
  fixes: (widest: Pads) => readonly Fix[],
): Problem | null {
  const lead = input.length - before.length;
  const within = (widths: readonly number[]) =>
    widths.map((width, i) => Math.min(width, WIDEST[mode](staticDim(input, lead + i))));
  const widest = { before: within(before), after: within(after) };
  const fits = [before, after].every((widths, side) =>
    widths.every((width, i) => width === [widest.before, widest.after][side]![i]),
  );
  if (fits) return null;
  return problem(
    'bad-shape/fill',
    { mode, widest: WIDEST[mode](Math.min(...input.slice(lead).map(Number))), input },
    { where: layer, fixes: fixes(widest) },
  );
}
