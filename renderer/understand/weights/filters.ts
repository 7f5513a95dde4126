import type { PixelImage } from '../../images/rgba.js';
import { colorImage, largest, mapImage } from '../colors.js';

/** The form of one unit's weights: maps of the layer's input, of an image in color or others. */
export interface FilterForm {
  readonly maps: number;
  readonly height: number;
  readonly width: number;
  /** True where the maps are an image's channels. */
  readonly ofImage: boolean;
}

/**
 * The form of each unit's weights: `shape` is the parameter's, `before` what a flattening layer before it had, and
 * `ofImage` says that this is the image.
 */
export function filterForm(
  shape: readonly number[],
  before: readonly number[],
  ofImage: boolean,
): FilterForm {
  const [, inputs = 1, ...kernel] = shape;
  if (kernel.length > 0) {
    const [first = 1, second] = kernel;
    const [height, width] = second === undefined ? [1, first] : [first, second];
    return { maps: inputs, height, width, ofImage };
  }
  const [maps = 1, height = 1, width = 1] = before;
  if (before.length === 3 && maps * height * width === inputs) return { maps, height, width, ofImage };
  return { maps: 1, height: 1, width: inputs, ofImage: false };
}

/**
 * One unit's weights as a picture: a color image, or its maps side by side. `most` is the magnitude of the strongest
 * color.
 */
export function filterImage(
  values: Float32Array,
  { maps, height, width, ofImage }: FilterForm,
  most = largest(values),
): PixelImage {
  if (ofImage && (maps === 1 || maps === 3)) return colorImage(values, width, maps, most);
  if (maps === 1) return mapImage(values, height === 1 ? Math.ceil(Math.sqrt(values.length)) : width, most);
  const columns = Math.ceil(Math.sqrt(maps));
  const total = columns * (width + 1) - 1;
  // Lines between the maps are left empty.
  const tiled = new Float32Array(total * (Math.ceil(maps / columns) * (height + 1) - 1)).fill(NaN);
  for (let map = 0; map < maps; map++) {
    const [left, top] = [(map % columns) * (width + 1), Math.floor(map / columns) * (height + 1)];
    for (let y = 0; y < height; y++) {
      const from = (map * height + y) * width;
      tiled.set(values.subarray(from, from + width), (top + y) * total + left);
    }
  }
  return mapImage(tiled, total, most);
}

/** The Euclidean norm of some numbers. */
export function norm(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum);
}
