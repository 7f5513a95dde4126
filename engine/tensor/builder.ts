import { LoomError } from '../base/errors.js';
import {
  liveNodes,
  type Attributes,
  type AttributeValue,
  type Constant,
  type Graph,
  type Node,
  type TensorType,
  type Value,
} from './graph.js';
import type { InferInput, Operator } from './operator.js';
import { float32, int64, type Tensor } from './tensor.js';
import type { Shape } from '../base/shape.js';

/** Finds an operator by name; throws when there is none. */
export type OperatorLookup = (type: string) => Operator;

/**
 * Writes a graph node by node. Types are inferred as nodes are added, so a graph that was built fits
 * together. Layers, losses, optimizers, gradients and passes all emit through this.
 */
export class Builder {
  private readonly inputs: Value[] = [];
  private readonly constants: Constant[] = [];
  private readonly written: Node[] = [];
  private readonly names = new Set<string>();
  private readonly tensors = new Map<Value, Tensor>();
  private readonly pooled = new Map<string, Value>();

  constructor(private readonly lookup: OperatorLookup) {}

  /** Nodes so far, in order. */
  get nodes(): readonly Node[] {
    return this.written;
  }

  /** The operator of a node. */
  operator(type: string): Operator {
    return this.lookup(type);
  }

  /** The tensor behind a constant, or null. */
  constantOf(value: Value): Tensor | null {
    return this.tensors.get(value) ?? null;
  }

  /** Declares an input of the graph. Its name is the one callers feed. */
  input(name: string, dtype: TensorType['dtype'], shape: Shape): Value {
    if (this.names.has(name)) throw new LoomError('internal', `the graph has two values named "${name}"`);
    const value = this.value(name, { dtype, shape });
    this.inputs.push(value);
    return value;
  }

  /** Adds a constant. */
  constant(tensor: Tensor, name = 'constant'): Value {
    const value = this.value(name, { dtype: tensor.dtype, shape: tensor.shape });
    this.constants.push({ value, tensor });
    this.tensors.set(value, tensor);
    return value;
  }

  /** A float32 scalar; equal scalars are one constant. */
  scalar(number: number): Value {
    return this.pool(`scalar ${number}`, () => float32([], [number]));
  }

  /** A one-dimensional int64 constant (axes, shapes, pads); equal lists are one constant. */
  ints(numbers: readonly number[]): Value {
    return this.pool(`ints ${numbers.join()}`, () => int64(numbers));
  }

  /** Adds a node and gives its first output. */
  op(type: string, inputs: readonly (Value | null)[], attributes: Attributes = {}, name?: string): Value {
    const first = this.node(type, inputs, attributes, name)[0];
    if (!first) throw new LoomError('internal', `operator ${type} has no output`);
    return first;
  }

  /** Adds a node and gives all its outputs. */
  node(type: string, inputs: readonly (Value | null)[], given: Attributes = {}, name = type): Value[] {
    const operator = this.lookup(type);
    const attributes = withDefaults(operator, given);
    const types = operator.infer(
      inputs.map((input): InferInput | null => input && { ...input, constant: this.constantOf(input) }),
      attributes,
    );
    const outputs = types.map((inferred) => this.value(name, inferred));
    this.written.push({ op: type, inputs, attributes, outputs });
    return outputs;
  }

  /** The finished graph. Nodes that no output needs are dropped. */
  build(outputs: readonly Value[]): Graph {
    const nodes = liveNodes(this.written, outputs);
    const needed = new Set([...outputs, ...nodes.flatMap((node) => node.inputs)]);
    return {
      inputs: this.inputs,
      constants: this.constants.filter(({ value }) => needed.has(value)),
      nodes,
      outputs,
    };
  }

  private pool(key: string, make: () => Tensor): Value {
    const known = this.pooled.get(key);
    if (known) return known;
    const value = this.constant(make());
    this.pooled.set(key, value);
    return value;
  }

  private value(wanted: string, type: TensorType): Value {
    let name = wanted;
    for (let i = 1; this.names.has(name); i++) name = `${wanted}_${this.names.size + i}`;
    this.names.add(name);
    return { name, dtype: type.dtype, shape: type.shape };
  }
}

function withDefaults(operator: Operator, given: Attributes): Attributes {
  for (const name of Object.keys(given)) {
    if (!(name in operator.attributes)) {
      throw new LoomError('unsupported-operator', `operator ${operator.type} has no attribute "${name}"`);
    }
  }
  const entries = Object.entries(operator.attributes)
    .map(([name, spec]): [string, AttributeValue | null] => [name, given[name] ?? spec.default])
    .filter((entry): entry is [string, AttributeValue] => entry[1] !== null);
  return Object.fromEntries(entries);
}
