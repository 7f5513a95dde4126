import { int } from '../../base/fields.js';
import { type LayerPlace, problem } from '../../base/problem.js';
import { dimProduct, normalizeAxis, type Shape } from '../../base/shape.js';
import { axisProblem, defineLayer, NO_PARAMETERS } from './define.js';

function range(p: { start_dim: number; end_dim: number }, input: Shape): [number, number] {
  const start = normalizeAxis(p.start_dim, input.length);
  const end = normalizeAxis(p.end_dim, input.length);
  return [start, end];
}

/** The problem of a range that is empty or includes the batch axis. */
function rangeProblem(layer: LayerPlace, p: { start_dim: number; end_dim: number }, input: Shape) {
  const [start, end] = range(p, input);
  if (start >= 1 && start <= end) return null;
  return problem(
    'bad-shape/flatten-range',
    { start: p.start_dim, end: p.end_dim, input },
    { where: layer, fixes: [{ kind: 'set-param', layerId: layer.id, param: 'start_dim', value: 1 }] },
  );
}

/**
 * Flattens the axes from start_dim to end_dim. Shape: `[B, *]` to `[B, ∏*]` by default.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.Flatten.html
 */
export const flatten = defineLayer({
  type: 'Flatten',
  category: 'shape',
  summary: 'Flattens each sample to a single axis, so that a Linear layer can follow.',
  params: {
    start_dim: int({
      default: 1,
      min: -8,
      max: 8,
      label: 'First axis',
      help: 'First axis to flatten.',
    }),
    end_dim: int({
      default: -1,
      min: -8,
      max: 8,
      label: 'Last axis',
      help: 'Last axis to flatten; −1 is the last.',
    }),
  },
  check: (p, input, layer) =>
    axisProblem(layer, input, 'start_dim', p.start_dim) ??
    axisProblem(layer, input, 'end_dim', p.end_dim) ??
    rangeProblem(layer, p, input),
  infer: (p, input) => {
    const [start, end] = range(p, input);
    return [...input.slice(0, start), dimProduct(input, start, end + 1), ...input.slice(end + 1)];
  },
  parameters: NO_PARAMETERS,
  forward: ({ b }, x, p) => {
    const [start, end] = range(p, x.shape);
    if (start === 1 && end === x.shape.length - 1) return b.op('Flatten', [x], { axis: 1 });
    const inner = x.shape.slice(1).map(Number);
    const flat = inner.slice(start - 1, end).reduce((product, dim) => product * dim, 1);
    return b.op('Reshape', [x, b.ints([-1, ...inner.slice(0, start - 1), flat, ...inner.slice(end)])]);
  },
});
