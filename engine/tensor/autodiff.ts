import type { Builder } from './builder.js';
import type { Value } from './graph.js';
import { sameShape } from '../base/shape.js';
import { invariant } from '../base/problem.js';

/**
 * Reverse-mode differentiation as a graph → graph transformation: emits into `b` the nodes that
 * compute d`loss`/d`value` for each of `wrt`, and returns those values in the same order.
 *
 * Only nodes on a path from `wrt` to `loss` are visited. The gradients of a value that
 * is used several times are added in autograd's order.
 *
 * @param loss a scalar (`[]`)
 * @throws `internal` when the loss does not depend on one of `wrt`, or an operator on the
 *   path has no gradient.
 */
export function gradients(b: Builder, loss: Value, wrt: readonly Value[]): Value[] {
  const nodes = [...b.nodes];
  const reached = new Set<Value>(wrt);
  for (const node of nodes) {
    if (node.inputs.some((input) => input && reached.has(input))) node.outputs.forEach((o) => reached.add(o));
  }

  const gradientOf = new Map<Value, Value>([[loss, b.scalar(1)]]);
  for (const node of nodes.reverse()) {
    const outputGradients = node.outputs.map((output) => gradientOf.get(output) ?? null);
    if (outputGradients.every((gradient) => gradient === null)) continue;
    if (!node.inputs.some((input) => input && reached.has(input))) continue;
    const rule = b.operator(node.op).gradient;
    invariant(rule, `operator ${node.op} has no gradient`);
    const inputGradients = rule(b, node, outputGradients);
    node.inputs.forEach((input, i) => {
      const gradient = inputGradients[i];
      if (!input || !gradient || !reached.has(input)) return;
      invariant(
        sameShape(gradient.shape, input.shape),
        `the gradient of ${node.op}'s input ${i} has shape [${gradient.shape.join()}], not [${input.shape.join()}]`,
      );
      const known = gradientOf.get(input);
      gradientOf.set(input, known ? b.op('Add', [known, gradient]) : gradient);
    });
  }

  return wrt.map((value) => {
    const gradient = gradientOf.get(value);
    invariant(gradient, `the loss does not depend on ${value.name}`);
    return gradient;
  });
}
