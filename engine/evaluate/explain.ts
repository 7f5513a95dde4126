import type { Tensors } from '../backends/backend.js';
import { evaluate } from '../backends/reference.js';
import type { BoundLayer } from '../nn/model/bind.js';
import { constantTensors, forwardModel } from '../nn/model/forward.js';
import { gradients } from '../tensor/autodiff.js';
import type { Value } from '../tensor/graph.js';
import { createBuilder } from '../tensor/operators/index.js';
import { flatIndex, float32, indexAt, numel, tensor, type Tensor, toNumbers } from '../tensor/tensor.js';

/** One input of a unit and its share of the unit's number. */
export interface Contribution {
  /** Its place in the layer's input, without the batch axis. */
  readonly index: readonly number[];
  readonly input: number;
  readonly weight: number;
  /** Input × weight. */
  readonly product: number;
}

/** A unit's number as a sum. */
export interface Explanation {
  /** The inputs that count, those with the largest products first. */
  readonly contributions: readonly Contribution[];
  /**
   * The number added to the products: the bias, or, where the layer is curved at this input, the `rest` between the
   * tangent through the origin and the layer's function.
   */
  readonly constant: { readonly kind: 'bias' | 'rest'; readonly value: number };
  /** The products and the constant, added up in doubles. */
  readonly sum: number;
}

/**
 * Largest difference, as a share of the numbers added, at which products and bias are still the whole: the constants of
 * a gradient's graph, such as 1/9, are rounded to float32.
 */
const EXACT = 5e-7;

/**
 * Explains the number that `layer` gives at `unit` for the input `x`, one sample. The weight of an input is the slope
 * ∂y/∂xᵢ of the layer's own graph, so the same lines serve every layer: for Linear, convolutions, average pools and
 * batch normalization it is the weight itself, y = Σ wᵢ xᵢ + b with b = y(0); for a max pool it is 1 at the maximum; for
 * ReLU 0 or 1. For curved functions such as tanh, y = Σ (∂y/∂xᵢ) xᵢ + rest, the first-order Taylor expansion. Computed in
 * doubles by the operators' own kernels.
 */
export function explainUnit(
  layer: BoundLayer,
  tensors: Tensors,
  x: Tensor,
  unit: readonly number[],
): Explanation {
  const b = createBuilder();
  const input = b.input('x', 'float32', x.shape);
  const { output } = forwardModel(b, { layers: [layer] }, input, {
    training: false,
    tensors: constantTensors(b, layer, tensors),
  });
  const shape = output.shape as readonly number[];
  const chosen = new Float32Array(numel(shape));
  chosen[flatIndex(unit, shape.slice(1))] = 1;
  const masked = b.op('Mul', [output, b.constant(float32(shape, chosen))]);
  const y = b.op('ReduceSum', [masked, b.ints(shape.map((_, axis) => axis))], { keepdims: 0 });
  const [slope] = gradients(b, y, [input]);
  const at = (values: Tensor, wanted: readonly Value[]) => {
    const found = evaluate(b.build(wanted), { x: values }, (length) => new Float64Array(length));
    return wanted.map(({ name }) => toNumbers(found[name]!));
  };
  const [[value], slopes] = at(x, [y, slope!]) as [[number], number[]];
  const inputs = toNumbers(x);
  const contributions = slopes
    .map((weight, i) => ({
      index: indexAt(i, x.shape.slice(1)),
      input: inputs[i]!,
      weight,
      product: inputs[i]! * weight,
    }))
    .filter(({ weight }) => weight !== 0)
    .sort((one, other) => Math.abs(other.product) - Math.abs(one.product));
  const products = contributions.reduce((sum, { product }) => sum + product, 0);
  const scale = contributions.reduce((sum, { product }) => sum + Math.abs(product), Math.abs(value));
  const [[bias]] = at(tensor('float32', x.shape, new Float32Array(inputs.length)), [y]) as [[number]];
  const affine = Math.abs(products + bias - value) <= EXACT * scale;
  const constant = affine
    ? ({ kind: 'bias', value: bias } as const)
    : ({ kind: 'rest', value: value - products } as const);
  return { contributions, constant, sum: products + constant.value };
}
