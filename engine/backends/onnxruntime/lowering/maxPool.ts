import type { Node, Value } from '../../../tensor/graph.js';
import { staticShape } from '../../../base/shape.js';
import type { Emitter } from './emitter.js';

/** Max pools in the blocked layout, where convolutions leave their images in it. */
export function lowerMaxPool(e: Emitter, { inputs, attributes, outputs: [out] }: Node): void {
  const [x] = inputs as [Value];
  if (e.fillBlocks(Number(x.shape[1])) && typeof x.shape[0] === 'number') {
    const blocked = e.emit('BlockedMaxPool', [e.blocked(x)], attributes, staticShape(out!.shape));
    e.unblocked(blocked, out!);
  } else {
    e.emit('MaxPool', inputs, attributes, out!);
  }
}
