import { defineOperator, type AttributeSpec, type Operator } from '../operator.js';
import type { Builder } from '../builder.js';
import type { Attributes, Node, Value } from '../graph.js';
import { tensor } from '../tensor.js';
import { LoomError } from '../../base/errors.js';

interface Unary<T extends string> {
  readonly type: T;
  readonly attributes?: Readonly<Record<string, AttributeSpec>>;
  readonly each: (x: number, attributes: Attributes) => number;
  /** Gradient of the input, given that of the output; `x` and `y` are the node's input and output. */
  readonly gradient: (b: Builder, g: Value, x: Value, y: Value, node: Node) => Value;
}

/** Declares an elementwise float operator of one operand. */
export function defineUnary<const T extends string>(spec: Unary<T>): Operator & { readonly type: T } {
  return defineOperator({
    type: spec.type,
    domain: '',
    attributes: spec.attributes ?? {},
    infer: ([x]) => {
      if (x?.dtype !== 'float32') throw new LoomError('internal', `${spec.type} runs on float32 only`);
      return [{ dtype: 'float32', shape: x.shape }];
    },
    gradient: (b, node, [g]) => [g ? spec.gradient(b, g, node.inputs[0]!, node.outputs[0]!, node) : null],
    kernel: ([x], attributes, { float }) => {
      if (x?.dtype !== 'float32') throw new LoomError('internal', `${spec.type} runs on float32 only`);
      const out = float(x.data.length);
      for (let i = 0; i < out.length; i++) out[i] = spec.each(x.data[i]!, attributes);
      return [tensor('float32', x.shape, out)];
    },
  });
}
