import { bool, int } from '../../base/fields.js';
import { problem } from '../../base/problem.js';
import { dimProduct } from '../../base/shape.js';
import { defineLayer, sizeProblem } from './define.js';

/**
 * `y = x Wᵀ + b` on the last axis. Shape: input `[B, *, in_features]`, output `[B, *, out_features]`.
 * Weight `[out_features, in_features]`, bias `[out_features]`, both uniform in ±1/√in_features.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.Linear.html
 */
export const linear = defineLayer({
  type: 'Linear',
  category: 'linear',
  summary: 'Every output is a weighted sum of all inputs plus a bias: y = x·Wᵀ + b.',
  params: {
    in_features: int({
      default: 1,
      required: 'positional',
      label: 'Inputs',
      help: 'Number of inputs; inferred from the previous layer.',
      auto: (input) => (typeof input.at(-1) === 'number' ? Number(input.at(-1)) : null),
    }),
    out_features: int({ default: 2, required: 'positional', label: 'Outputs', help: 'Number of outputs.' }),
    bias: bool({ default: true, label: 'Bias', help: 'Adds a learnable number to each output.' }),
  },
  check: (p, input, layer) => {
    if (input.length > 2 && input.at(-1) !== p.in_features && dimProduct(input, 1) === p.in_features) {
      return problem(
        'bad-shape/not-flat',
        { features: p.in_features, input },
        { where: layer, fixes: [{ kind: 'insert-layer', beforeLayerId: layer.id, type: 'Flatten' }] },
      );
    }
    return sizeProblem(layer, input, -1, 'in_features', p.in_features);
  },
  infer: (p, input) => [...input.slice(0, -1), p.out_features],
  parameters: (p) => [
    {
      name: 'weight',
      shape: [p.out_features, p.in_features],
      init: { kind: 'kaiming_uniform', fanIn: p.in_features },
    },
    ...(p.bias
      ? [{ name: 'bias', shape: [p.out_features], init: { kind: 'uniform', fanIn: p.in_features } } as const]
      : []),
  ],
  forward: ({ b, tensor }, x, p) => {
    const weight = tensor('weight');
    const bias = p.bias ? [tensor('bias')] : [];
    if (x.shape.length === 2) return b.op('Gemm', [x, weight, ...bias], { transB: 1 });
    const y = b.op('MatMul', [x, b.op('Transpose', [weight], { perm: [1, 0] })]);
    return p.bias ? b.op('Add', [y, ...bias]) : y;
  },
  places: (output) => dimProduct(output, 1, -1),
});
