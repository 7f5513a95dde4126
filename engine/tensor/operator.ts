import type { Builder } from './builder.js';
import type { Attributes, AttributeValue, Node, TensorType, Value } from './graph.js';
import type { Storage, Tensor } from './tensor.js';

/** How ONNX stores an attribute. */
export type AttributeKind = 'int' | 'float' | 'string' | 'ints' | 'floats';

/** Declaration of one attribute; `default: null` means that it may be left out and has no value then. */
export interface AttributeSpec {
  readonly kind: AttributeKind;
  readonly default: AttributeValue | null;
}

/** What a reference kernel gets beside its inputs. */
export interface KernelContext {
  /** Storage for `length` float elements, in the precision of this run. */
  readonly float: (length: number) => Storage['float32'];
  /** Output types as inferred, all axes known. */
  readonly outputShapes: readonly (readonly number[])[];
}

/** Where a constant input's value matters for the shape rule (Reshape's target), it is given here. */
export interface InferInput extends TensorType {
  readonly constant: Tensor | null;
}

/**
 * Everything about one operator, in one place: its ONNX name and attributes, shape rule, gradient and
 * reference kernel.
 */
export interface Operator {
  /** The ONNX operator's name, or that of an operator of our own. */
  readonly type: string;
  /** `''` is standard ONNX; `'layerloom'` exists in training graphs only and is never exported. */
  readonly domain: '' | 'layerloom';
  readonly attributes: Readonly<Record<string, AttributeSpec>>;
  /** Output types from input types. Throws `bad-shape` when the inputs do not fit. */
  readonly infer: (inputs: readonly (InferInput | null)[], attributes: Attributes) => TensorType[];
  /**
   * Emits the gradient with respect to each input (`null` where there is none), given the gradient of
   * each output (`null` where nothing downstream needs it). Left out where the operator has no gradient.
   */
  readonly gradient?: (
    b: Builder,
    node: Node,
    outputGradients: readonly (Value | null)[],
  ) => readonly (Value | null)[];
  /** Computes the outputs; plain loops, the oracle for every faster backend. */
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
