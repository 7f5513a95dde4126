import { bothOf } from '../../base/fields.js';
import type { Attributes } from '../../tensor/graph.js';
import { formatShape, type Shape } from '../../base/shape.js';
import { sweeps } from '../../tensor/operators/windows.js';
import { LayerProblem } from './problems.js';

type Pair = number | readonly [number, number];

/** A window's settings under PyTorch's names. */
export interface WindowParams {
  readonly kernel_size: Pair;
  readonly stride: Pair;
  readonly padding: Pair;
  readonly dilation?: Pair;
}

/** The number of channels of `[B, C, …]`. */
export function channelsOf(input: Shape): number | null {
  return typeof input[1] === 'number' ? input[1] : null;
}

/** A window's settings as ONNX's attributes. */
export function windowAttributes({ kernel_size, stride, padding, dilation }: WindowParams): Attributes {
  const pads = bothOf(padding);
  return {
    kernel_shape: bothOf(kernel_size),
    strides: bothOf(stride),
    pads: [...pads, ...pads],
    ...(dilation !== undefined && { dilations: bothOf(dilation) }),
  };
}

/** Height and width that a window leaves of images. Throws LayerProblem when it is larger than they are. */
export function windowOutput(input: Shape, params: WindowParams): readonly [number, number] {
  const [rows, columns] = sweeps(input, { dilations: [1, 1], ...windowAttributes(params) });
  if (rows.output < 1 || columns.output < 1) {
    const kernel = formatShape(bothOf(params.kernel_size));
    throw new LayerProblem(
      `kernel_size ${kernel} is larger than the image ${formatShape(input)} with its padding: use a smaller kernel or fewer pools before`,
    );
  }
  return [rows.output, columns.output];
}

/** PyTorch refuses pools whose padding is more than half of their window. */
export function expectSmallPadding(params: WindowParams): void {
  const [kernel, padding] = [bothOf(params.kernel_size), bothOf(params.padding)];
  if (padding.some((pad, axis) => pad > kernel[axis]! / 2)) {
    throw new LayerProblem(
      `padding ${formatShape(padding)} should be at most half of kernel_size ${formatShape(kernel)}`,
    );
  }
}
