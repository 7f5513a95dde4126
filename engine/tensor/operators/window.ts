import { LoomError } from '../../base/errors.js';
import type { Attributes } from '../graph.js';
import { formatShape, staticDim, type Shape } from '../../base/shape.js';
import { list } from './attributes.js';

/** Attributes that Conv and the pools share, with ONNX's defaults for images. */
export const WINDOW_ATTRIBUTES = {
  kernel_shape: { kind: 'ints', default: [1, 1] },
  strides: { kind: 'ints', default: [1, 1] },
  /** Rows above, columns left, rows below, columns right. */
  pads: { kind: 'ints', default: [0, 0, 0, 0] },
  dilations: { kind: 'ints', default: [1, 1] },
} as const;

/** How a window moves along one axis of an image. */
export interface Sweep {
  readonly input: number;
  readonly output: number;
  readonly kernel: number;
  readonly stride: number;
  readonly before: number;
  readonly after: number;
  readonly dilation: number;
}

/** The sweeps over rows and over columns of images `[B, C, H, W]`. Throws `bad-shape` for other shapes. */
export function sweeps(image: Shape, attributes: Attributes): readonly [Sweep, Sweep] {
  if (image.length !== 4) {
    throw new LoomError('bad-shape', `expected images [B, C, H, W], got ${formatShape(image)}`);
  }
  const along = (axis: 0 | 1): Sweep => {
    const input = staticDim(image, 2 + axis);
    const kernel = list(attributes, 'kernel_shape')[axis]!;
    const stride = list(attributes, 'strides')[axis]!;
    const pads = list(attributes, 'pads');
    const [before, after] = [pads[axis]!, pads[axis + 2]!];
    const dilation = list(attributes, 'dilations')[axis] ?? 1;
    const reach = dilation * (kernel - 1) + 1;
    const output = Math.floor((input + before + after - reach) / stride) + 1;
    return { input, output, kernel, stride, before, after, dilation };
  };
  return [along(0), along(1)];
}

/** Which input position meets which output position through which place of the window, in one image plane. */
export interface Connections {
  readonly output: Int32Array;
  readonly input: Int32Array;
  readonly tap: Int32Array;
}

/** All connections, output by output, taps row by row; positions in the padding are left out. */
export function connect([rows, columns]: readonly [Sweep, Sweep]): Connections {
  const [output, input, tap]: [number[], number[], number[]] = [[], [], []];
  for (let y = 0; y < rows.output; y++) {
    for (let x = 0; x < columns.output; x++) {
      for (let i = 0; i < rows.kernel; i++) {
        const row = y * rows.stride - rows.before + i * rows.dilation;
        if (row < 0 || row >= rows.input) continue;
        for (let j = 0; j < columns.kernel; j++) {
          const column = x * columns.stride - columns.before + j * columns.dilation;
          if (column < 0 || column >= columns.input) continue;
          output.push(y * columns.output + x);
          input.push(row * columns.input + column);
          tap.push(i * columns.kernel + j);
        }
      }
    }
  }
  return { output: Int32Array.from(output), input: Int32Array.from(input), tap: Int32Array.from(tap) };
}
