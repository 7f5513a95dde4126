import { defineOperator } from '../operator.js';
import { formatShape, type Dim, type Shape } from '../../base/shape.js';
import { toNumbers } from '../tensor.js';
import { LoomError } from '../../base/errors.js';

/** The new shape: 0 keeps the axis, −1 takes what is left; an open axis passes through either. */
function target(shape: Shape, wanted: readonly number[]): Dim[] {
  const kept = wanted.map((dim, axis): Dim => (dim === 0 ? (shape[axis] ?? 0) : dim));
  const open = kept.indexOf(-1);
  const remaining = [...shape];
  let known = 1;
  for (const [axis, dim] of kept.entries()) {
    if (axis === open) continue;
    if (typeof dim === 'string') remaining.splice(remaining.indexOf(dim), 1);
    else known *= dim;
  }
  const names = remaining.filter((dim) => typeof dim === 'string');
  const total = remaining.reduce<number>((product, dim) => product * (typeof dim === 'number' ? dim : 1), 1);
  const left = total / known;
  const name = names[0];
  const fits =
    open < 0
      ? left === 1 && name === undefined
      : Number.isInteger(left) && (name === undefined || left === 1);
  if (!fits || names.length > 1) {
    throw new LoomError('bad-shape', `cannot reshape ${formatShape(shape)} to [${wanted.join(', ')}]`);
  }
  return kept.map((dim, axis) => (axis === open ? (name ?? left) : dim));
}

/** Same elements, other shape. The target is a constant int64 input. */
export const reshape = defineOperator({
  type: 'Reshape',
  domain: '',
  attributes: {},
  infer: ([x, shape]) => {
    if (!x || !shape?.constant) throw new LoomError('internal', 'Reshape needs its target as a constant');
    return [{ dtype: x.dtype, shape: target(x.shape, toNumbers(shape.constant)) }];
  },
  gradient: (b, node, [g]) => [
    g ? b.op('Reshape', [g, b.ints(node.inputs[0]!.shape.map(Number))]) : null,
    null,
  ],
  kernel: ([x], _, { outputShapes: [shape] }) => [{ ...x!, shape: shape! }],
});
