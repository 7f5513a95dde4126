import type { Builder } from '../../tensor/builder.js';
import type { Value } from '../../tensor/graph.js';
import { defineLayer, NO_PARAMETERS } from './define.js';

/** `min(max(x + 3, 0), 6) / 6`: a line from 0 at −3 to 1 at 3. */
export const ramp = (b: Builder, x: Value): Value =>
  b.op('Div', [b.op('Clip', [b.op('Add', [x, b.scalar(3)]), b.scalar(0), b.scalar(6)]), b.scalar(6)]);

/**
 * 0 below −3, 1 above 3, and a line between, elementwise. Shape: any; output from 0 to 1.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.Hardsigmoid.html
 */
export const hardsigmoid = defineLayer({
  type: 'Hardsigmoid',
  category: 'activation',
  summary: 'Sigmoid made of three straight lines, which is faster.',
  params: {},
  infer: (_, input) => input,
  parameters: NO_PARAMETERS,
  monotone: () => true,
  scores: 'probability',
  logits: (b, x) => {
    const p = ramp(b, x);
    return b.op('Sub', [b.op('Log', [p]), b.op('Log', [b.op('Sub', [b.scalar(1), p])])]);
  },
  forward: ({ b }, x) => ramp(b, x),
});
