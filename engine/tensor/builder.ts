import { invariant } from '../base/problem.js';
import { sameShape, type Shape } from '../base/shape.js';
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
import { float32, int64, numel, type Storage, type Tensor } from './tensor.js';

/** The form in which ONNX stores an attribute. */
export type AttributeKind = 'int' | 'float' | 'string' | 'ints' | 'floats';

/** Declaration of one attribute; one with `default: null` may be omitted and then has no value. */
export interface AttributeSpec {
  readonly kind: AttributeKind;
  readonly default: AttributeValue | null;
}

/** Context of a reference kernel, beside its inputs. */
export interface KernelContext {
  /** Storage for `length` float elements, in the precision of this run. */
  readonly float: (length: number) => Storage['float32'];
  /** Output types as inferred, all axes known. */
  readonly outputShapes: readonly (readonly number[])[];
}

/** An input of a shape rule, with its value if it is constant: some rules need it (Reshape's target). */
export interface InferInput extends TensorType {
  readonly constant: Tensor | null;
}

/** Declaration of an operator: attributes, shape rule and gradient. */
export interface OperatorDeclaration {
  /** Its name in our graphs. */
  readonly type: string;
  /** Its name in ONNX files, where it differs. */
  readonly onnxType?: string;
  /** `''` is standard ONNX. */
  readonly domain: string;
  /** The opset that introduced this form of the operator, if it is later than `OLDEST_OPSET`. */
  readonly opset?: number;
  readonly attributes: Readonly<Record<string, AttributeSpec>>;
  /** Output types from input types. Throws `bad-shape` when the inputs do not fit. */
  readonly infer: (inputs: readonly (InferInput | null)[], attributes: Attributes) => TensorType[];
  /**
   * Emits the gradient with respect to each input (`null` where there is none), given the gradient of
   * each output (`null` where nothing downstream needs it). Omitted where the operator has no gradient.
   */
  readonly gradient?: (
    b: Builder,
    node: Node,
    outputGradients: readonly (Value | null)[],
  ) => readonly (Value | null)[];
}

/** An operator of models and of their training: declaration and reference kernel in one place. */
export interface Operator extends OperatorDeclaration {
  /** `'layerloom'` exists in training graphs only and is never exported. */
  readonly domain: '' | 'layerloom';
  /** Computes the outputs with plain loops: the oracle for every faster backend. */
  readonly kernel: (
    inputs: readonly (Tensor | null)[],
    attributes: Attributes,
    context: KernelContext,
  ) => Tensor[];
}

/** Declares an operator, keeping the literal types of its name and domain. */
export function defineOperator<const T extends string, const D extends Operator['domain']>(
  operator: Operator & { readonly type: T; readonly domain: D },
): Operator & { readonly type: T; readonly domain: D } {
  return operator;
}

/** Finds an operator by name; throws when there is none. */
export type OperatorLookup = (type: string) => OperatorDeclaration;

/**
 * Builds a graph node by node. Types are inferred as nodes are added, so a finished graph is consistent.
 * Layers, losses, optimizers, gradients and passes all emit through this.
 */
export class Builder {
  private readonly inputs: Value[] = [];
  private readonly constants: Constant[] = [];
  private readonly written: Node[] = [];
  private readonly names = new Set<string>();
  private readonly tensors = new Map<Value, Tensor>();
  private readonly pooled = new Map<string, Value>();

  /**
   * @param lookup finds the operators that may occur
   * @param source a graph to rewrite: its inputs and constants are kept, its names reserved
   */
  constructor(
    private readonly lookup: OperatorLookup,
    source?: Graph,
  ) {
    if (!source) return;
    this.inputs.push(...source.inputs);
    for (const constant of source.constants) this.hold(constant);
    const values = [...source.inputs, ...source.nodes.flatMap(({ outputs }) => outputs)];
    for (const { name } of values) this.names.add(name);
  }

  /** Nodes so far, in order. */
  get nodes(): readonly Node[] {
    return this.written;
  }

  /** The operator of a node. */
  operator(type: string): OperatorDeclaration {
    return this.lookup(type);
  }

  /** The tensor behind a constant, or null. */
  constantOf(value: Value): Tensor | null {
    return this.tensors.get(value) ?? null;
  }

  /** Declares an input of the graph. Callers feed it by this name. */
  input(name: string, dtype: TensorType['dtype'], shape: Shape): Value {
    invariant(!this.names.has(name), `the graph has two values named "${name}"`);
    const value = this.value(name, { dtype, shape });
    this.inputs.push(value);
    return value;
  }

  /** Adds a constant. */
  constant(tensor: Tensor, name = 'constant'): Value {
    const value = this.value(name, { dtype: tensor.dtype, shape: tensor.shape });
    this.hold({ value, tensor });
    return value;
  }

  /** A float32 scalar; equal scalars share one constant. */
  scalar(number: number): Value {
    return this.pool(`scalar ${number}`, () => float32([], [number]));
  }

  /** A one-dimensional int64 constant (axes, shapes, pads); equal lists share one constant. */
  ints(numbers: readonly number[]): Value {
    return this.pool(`ints ${numbers.join()}`, () => int64(numbers));
  }

  /** A float32 constant, one-dimensional unless `shape` is given; equal ones share one constant. */
  floats(numbers: readonly number[], shape: readonly number[] = [numbers.length]): Value {
    return this.pool(`floats [${shape.join()}] ${numbers.join()}`, () => float32(shape, numbers));
  }

  /** Float32 zeros; equal shapes share one constant. */
  zeros(shape: readonly number[]): Value {
    return this.pool(`zeros [${shape.join()}]`, () => float32(shape, new Float32Array(numel(shape))));
  }

  /**
   * Adds a node and returns its first output.
   * @param result a name for the output or, in a rewrite, the existing value to compute
   */
  op(
    type: string,
    inputs: readonly (Value | null)[],
    attributes: Attributes = {},
    result?: string | Value,
  ): Value {
    const results = typeof result === 'object' ? [result] : result;
    const first = this.node(type, inputs, attributes, results)[0];
    invariant(first, `operator ${type} has no output`);
    return first;
  }

  /** Adds a node and returns all its outputs. */
  node(
    type: string,
    inputs: readonly (Value | null)[],
    given: Attributes = {},
    results: string | readonly Value[] = type,
  ): readonly Value[] {
    const operator = this.lookup(type);
    const attributes = withDefaults(operator, given);
    const types = operator.infer(
      inputs.map((input): InferInput | null => input && { ...input, constant: this.constantOf(input) }),
      attributes,
    );
    const outputs =
      typeof results === 'string'
        ? types.map((inferred) => this.value(results, inferred))
        : expectTypes(type, results, types);
    this.add({ op: type, inputs, attributes, outputs });
    return outputs;
  }

  /** Copies a node of the rewritten graph unchanged. */
  add(node: Node): void {
    this.written.push(node);
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

  private hold(constant: Constant): void {
    this.constants.push(constant);
    this.tensors.set(constant.value, constant.tensor);
    this.names.add(constant.value.name);
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

function expectTypes(
  type: string,
  results: readonly Value[],
  types: readonly TensorType[],
): readonly Value[] {
  results.forEach((result, i) => {
    const inferred = types[i];
    const found = inferred ? `${inferred.dtype}[${inferred.shape.join()}]` : 'nothing';
    invariant(
      inferred?.dtype === result.dtype && sameShape(inferred.shape, result.shape),
      `${type} gives ${found} where ${result.name} is ${result.dtype}[${result.shape.join()}]`,
    );
  });
  return results;
}

function withDefaults(operator: OperatorDeclaration, given: Attributes): Attributes {
  for (const name of Object.keys(given)) {
    invariant(name in operator.attributes, `operator ${operator.type} has no attribute "${name}"`);
  }
  const entries = Object.entries(operator.attributes)
    .map(([name, spec]): [string, AttributeValue | null] => [name, given[name] ?? spec.default])
    .filter((entry): entry is [string, AttributeValue] => entry[1] !== null);
  return Object.fromEntries(entries);
}
