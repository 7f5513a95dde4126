import { formatShape, type Shape } from '../base/shape.js';
import type { DType, Tensor } from './tensor.js';

/** Element type and shape: what is known of a value before anything runs. */
export interface TensorType {
  readonly dtype: DType;
  readonly shape: Shape;
}

/** An edge of the graph: an input, a constant, or an output of a node. */
export interface Value extends TensorType {
  /** Unique in its graph. */
  readonly name: string;
}

/** Attribute values as ONNX knows them; floats and ints are told apart by the operator's declaration. */
export type AttributeValue = number | string | readonly number[];

/** Attributes of a node by name. Defaults are filled in when the node is built. */
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** An integer or float attribute. Defaults are filled in by the builder, so it is there. */
export function number(attributes: Attributes, name: string): number {
  return attributes[name] as number;
}

/** A list attribute. */
export function list(attributes: Attributes, name: string): readonly number[] {
  return attributes[name] as readonly number[];
}

/** One application of an operator. `null` stands for an optional input that is left out. */
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
 * A computation in ONNX operators: nodes stand in an order in which they can run. Immutable: passes
 * and autodiff make new graphs. Serializing this is exporting; there is no other representation.
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

/** The graph as text, a line a node, for people and for failing tests. */
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

/** The nodes that `outputs` need, in their order. */
export function liveNodes(nodes: readonly Node[], outputs: readonly Value[]): readonly Node[] {
  const needed = new Set<Value>(outputs);
  const live = [...nodes].reverse().filter((node) => {
    if (!node.outputs.some((output) => needed.has(output))) return false;
    for (const input of node.inputs) if (input) needed.add(input);
    return true;
  });
  return live.reverse();
}
