import { formatShape, type Shape } from '../base/shape.js';
import type { DType, Tensor } from './tensor.js';

/** Element type and shape of a value, known before anything runs. */
export interface TensorType {
  readonly dtype: DType;
  readonly shape: Shape;
}

/** An edge of the graph: an input, a constant, or an output of a node. */
export interface Value extends TensorType {
  /** Unique in its graph. */
  readonly name: string;
}

/** Attribute values of ONNX; the operator's declaration distinguishes floats from ints. */
export type AttributeValue = number | string | readonly number[];

/** Attributes of a node by name. Defaults are filled in when the node is built. */
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** An integer or float attribute. Defaults are filled in by the builder, so it is always present. */
export function number(attributes: Attributes, name: string): number {
  return attributes[name] as number;
}

/** A list attribute. */
export function list(attributes: Attributes, name: string): readonly number[] {
  return attributes[name] as readonly number[];
}

/** One application of an operator. A `null` input is an omitted optional one. */
export interface Node {
  readonly op: string;
  readonly inputs: readonly (Value | null)[];
  readonly attributes: Attributes;
  readonly outputs: readonly Value[];
}

/** A constant of the graph: a value known when the graph is built. */
export interface Constant {
  readonly value: Value;
  readonly tensor: Tensor;
}

/**
 * A computation in ONNX operators: nodes are in topological order. Immutable: passes and autodiff
 * create new graphs. Export serializes this very structure; there is no other representation.
 */
export interface Graph {
  readonly inputs: readonly Value[];
  readonly constants: readonly Constant[];
  readonly nodes: readonly Node[];
  readonly outputs: readonly Value[];
}

/** The node that computes each value; inputs and constants have none. */
export function producers(graph: Graph): ReadonlyMap<Value, Node> {
  return new Map(graph.nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
}

/** Formats the graph as text, one node per line, for debugging and failing tests. */
export function printGraph(graph: Graph): string {
  const typed = (value: Value) => `${value.name}: ${value.dtype}${formatShape(value.shape)}`;
  return [
    `(${graph.inputs.map(typed).join(', ')})`,
    ...graph.nodes.map((node) => {
      const attributes = Object.entries(node.attributes).map(([name, value]) => `${name}=${String(value)}`);
      const inputs = node.inputs.map((input) => input?.name ?? '-');
      return `  ${node.outputs.map(typed).join(', ')} = ${node.op}(${[...inputs, ...attributes].join(', ')})`;
    }),
    `→ (${graph.outputs.map((output) => output.name).join(', ')})`,
  ].join('\n');
}

/** The nodes that `outputs` depend on, in order. */
export function liveNodes(nodes: readonly Node[], outputs: readonly Value[]): readonly Node[] {
  const needed = new Set<Value>(outputs);
  const live = [...nodes].reverse().filter((node) => {
    if (!node.outputs.some((output) => needed.has(output))) return false;
    for (const input of node.inputs) if (input) needed.add(input);
    return true;
  });
  return live.reverse();
}
