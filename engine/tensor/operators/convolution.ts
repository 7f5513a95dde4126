import type { Attributes } from '../graph.js';
import { number } from './attributes.js';
import { connect, sweeps, WINDOW_ATTRIBUTES, type Connections } from './window.js';

type Floats = Float32Array | Float64Array;

/** Attributes of Conv and of its two gradients. */
export const CONV_ATTRIBUTES = { ...WINDOW_ATTRIBUTES, group: { kind: 'int', default: 1 } } as const;

/** Planes that meet in a convolution: image plane `x`, filter plane `w` and result plane `y`. */
interface Planes {
  readonly x: number;
  readonly w: number;
  readonly y: number;
}

/** Sizes of a convolution of images `[B, C, H, W]` with filters `[O, C/group, kh, kw]`. */
export interface ConvGeometry {
  readonly connections: Connections;
  /** Elements of one plane of the images, the filters and the results. */
  readonly plane: Planes;
  readonly batch: number;
  readonly channels: number;
  readonly filters: number;
  readonly group: number;
}

/** The geometry of a convolution from its shapes. */
export function convGeometry(
  image: readonly number[],
  filters: number,
  attributes: Attributes,
): ConvGeometry {
  const [rows, columns] = sweeps(image, attributes);
  return {
    connections: connect([rows, columns]),
    plane: {
      x: rows.input * columns.input,
      w: rows.kernel * columns.kernel,
      y: rows.output * columns.output,
    },
    batch: image[0]!,
    channels: image[1]!,
    filters,
    group: number(attributes, 'group'),
  };
}

/** Calls `visit` for every three planes that meet, with the offsets at which they start. */
export function eachMeeting(geometry: ConvGeometry, visit: (at: Planes) => void): void {
  const { plane, batch, channels, filters, group } = geometry;
  const [perGroup, filtersPerGroup] = [channels / group, filters / group];
  for (let image = 0; image < batch; image++) {
    for (let filter = 0; filter < filters; filter++) {
      const first = Math.floor(filter / filtersPerGroup) * perGroup;
      for (let channel = 0; channel < perGroup; channel++) {
        visit({
          x: (image * channels + first + channel) * plane.x,
          w: (filter * perGroup + channel) * plane.w,
          y: (image * filters + filter) * plane.y,
        });
      }
    }
  }
}

/** Sums in double precision, so that the reference is as exact as its results' type allows. */
export function accumulate(out: Floats, add: (sum: Float64Array) => void): void {
  const sum = new Float64Array(out.length);
  add(sum);
  out.set(sum);
}
