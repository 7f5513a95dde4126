import { invariant } from '../../base/problem.js';
import { formatShape, type Shape, staticDim } from '../../base/shape.js';
import { type Attributes, list } from '../graph.js';

/** Attributes that Conv and the pools share, with ONNX's defaults for images; for lines, all of them are given. */
export const WINDOW_ATTRIBUTES = {
  kernel_shape: { kind: 'ints', default: [1, 1] },
  strides: { kind: 'ints', default: [1, 1] },
  /** Rows above, columns left, rows below, columns right. */
  pads: { kind: 'ints', default: [0, 0, 0, 0] },
  dilations: { kind: 'ints', default: [1, 1] },
} as const;

/** The movement of a window along one axis of an image. */
export interface Sweep {
  readonly input: number;
  readonly output: number;
  readonly kernel: number;
  readonly stride: number;
  readonly before: number;
  readonly after: number;
  readonly dilation: number;
}

/** The sweep over the rows of lines, which are images of one row. */
const ONE_ROW: Sweep = { input: 1, output: 1, kernel: 1, stride: 1, before: 0, after: 0, dilation: 1 };

/** The sweeps over rows and over columns of images `[B, C, H, W]` or lines `[B, C, L]`. Throws for other shapes. */
export function sweeps(image: Shape, attributes: Attributes): readonly [Sweep, Sweep] {
  const axes = image.length - 2;
  invariant(axes === 1 || axes === 2, `expected images or lines, got ${formatShape(image)}`);
  const along = (axis: 0 | 1): Sweep => {
    const input = staticDim(image, 2 + axis);
    const kernel = list(attributes, 'kernel_shape')[axis]!;
    const stride = list(attributes, 'strides')[axis]!;
    const pads = list(attributes, 'pads');
    const [before, after] = [pads[axis]!, pads[axis + axes]!];
    const dilation = list(attributes, 'dilations')[axis] ?? 1;
    const reach = dilation * (kernel - 1) + 1;
    const output = Math.floor((input + before + after - reach) / stride) + 1;
    return { input, output, kernel, stride, before, after, dilation };
  };
  return axes === 1 ? [ONE_ROW, along(0)] : [along(0), along(1)];
}

/** The lengths of the output of a window over images or lines. */
export function swept(image: Shape, attributes: Attributes): readonly number[] {
  return sweeps(image, attributes)
    .slice(4 - image.length)
    .map(({ output }) => output);
}

/** Connections of input positions to output positions in one image plane, each through one tap of the window. */
export interface Connections {
  readonly output: Int32Array;
  readonly input: Int32Array;
  readonly tap: Int32Array;
}

/** All connections, output by output, taps row by row; positions in the padding are omitted. */
export function connect([rows, columns]: readonly [Sweep, Sweep]): Connections {
  const [output, input, tap]: [number[], number[], number[]] = [[], [], []];
  const columnTaps = tapsOf(columns);
  for (const [y, rowTaps] of tapsOf(rows).entries()) {
    for (let x = 0; x < columns.output; x++) {
      for (const row of rowTaps) {
        for (const column of columnTaps[x]!) {
          output.push(y * columns.output + x);
          input.push(row.input * columns.input + column.input);
          tap.push(row.tap * columns.kernel + column.tap);
        }
      }
    }
  }
  return { output: Int32Array.from(output), input: Int32Array.from(input), tap: Int32Array.from(tap) };
}

/** True if every window of a sweep has a tap inside the input, not in the padding only. */
export function seesInput(sweep: Sweep): boolean {
  return tapsOf(sweep).every((taps) => taps.length > 0);
}

/** For each output position along one axis, the taps that fall inside the input, and the positions they read. */
function tapsOf({ output, kernel, stride, before, dilation, input }: Sweep) {
  return Array.from({ length: output }, (_, position) =>
    Array.from({ length: kernel }, (_, tap) => ({
      tap,
      input: position * stride - before + tap * dilation,
    })).filter((at) => at.input >= 0 && at.input < input),
  );
}
