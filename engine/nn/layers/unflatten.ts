import { int, ints } from '../../base/fields.js';
import { type LayerPlace, problem, type Problem } from '../../base/problem.js';
import { normalizeAxis, type Shape, staticDim } from '../../base/shape.js';
import { axisProblem, defineLayer, NO_PARAMETERS } from './define.js';

interface Params {
  readonly dim: number;
  readonly unflattened_size: readonly number[];
}

/** The product of the lengths that are given. */
const known = (sizes: readonly number[]) =>
  sizes.reduce((product, size) => (size === -1 ? product : product * size), 1);

/** The lengths of the new axes, or null if they do not make up the old one; −1 is inferred. */
function sizesOf({ dim, unflattened_size }: Params, input: Shape): readonly number[] | null {
  const length = staticDim(input, dim);
  const open = unflattened_size.filter((size) => size === -1).length;
  const rest = length / known(unflattened_size);
  const fits = unflattened_size.every((size) => size !== 0) && Number.isInteger(rest);
  if (!fits || open > 1 || (open === 0 && rest !== 1)) return null;
  return unflattened_size.map((size) => (size === -1 ? rest : size));
}

/** The same sizes with a last one that fits, or one more axis of length 1. */
function fittingSizes({ unflattened_size }: Params, length: number): readonly number[] {
  const first = unflattened_size.slice(0, -1);
  const usable = first.length > 0 && first.every((size) => size > 0) && length % known(first) === 0;
  return usable ? [...first, -1] : [1, -1];
}

function sizesProblem(layer: LayerPlace, p: Params, input: Shape): Problem | null {
  const set = (param: string, value: number | readonly number[]) =>
    ({ kind: 'set-param', layerId: layer.id, param, value }) as const;
  if (normalizeAxis(p.dim, input.length) === 0) {
    return problem('bad-shape/unflatten-batch', {}, { where: layer, fixes: [set('dim', 1)] });
  }
  if (sizesOf(p, input)) return null;
  const length = staticDim(input, p.dim);
  return problem(
    'bad-shape/unflatten',
    { sizes: p.unflattened_size, length },
    { where: layer, fixes: [set('unflattened_size', fittingSizes(p, length))] },
  );
}

/**
 * Splits one axis of each sample into several. Shape: the axis `dim` becomes the axes `unflattened_size`. Makes lines
 * `[B, 1, L]` of rows of a table, for Conv1d, or images of flat vectors.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.Unflatten.html
 */
export const unflatten = defineLayer({
  type: 'Unflatten',
  category: 'shape',
  summary: 'Splits an axis into several: a row of a table becomes a series, a vector an image.',
  params: {
    dim: int({
      default: 1,
      min: -8,
      max: 8,
      required: 'positional',
      label: 'Axis',
      help: 'The axis that is split.',
    }),
    unflattened_size: ints({
      default: [1, -1],
      min: -1,
      max: 1_000_000,
      required: 'positional',
      label: 'Sizes',
      help: 'Lengths of the new axes; −1 is inferred.',
    }),
  },
  check: (p, input, layer) => axisProblem(layer, input, 'dim', p.dim) ?? sizesProblem(layer, p, input),
  infer: (p, input) => {
    const axis = normalizeAxis(p.dim, input.length);
    return [...input.slice(0, axis), ...sizesOf(p, input)!, ...input.slice(axis + 1)];
  },
  parameters: NO_PARAMETERS,
  forward: ({ b }, x, p) => {
    const axis = normalizeAxis(p.dim, x.shape.length);
    const inner = x.shape.map((dim, i) => (i === 0 ? 0 : Number(dim)));
    const shape = [...inner.slice(0, axis), ...sizesOf(p, x.shape)!, ...inner.slice(axis + 1)];
    return b.op('Reshape', [x, b.ints(shape)]);
  },
});
