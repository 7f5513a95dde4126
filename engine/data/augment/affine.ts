import { choice, float, int } from '../../base/fields.js';
import type { ImageForm } from '../imageSet.js';
import { adviceOn, type PlacedStep, setting, type StepAdvice } from '../step.js';

const { fround } = Math;

/** The settings that every warp has. */
export const WARP_FIELDS = {
  interpolation: choice({
    default: 'nearest',
    options: ['nearest', 'bilinear'],
    enumeration: 'transforms.InterpolationMode',
    label: 'Interpolation',
    help: 'Nearest copies single pixels; bilinear blends four, which looks smoother.',
  }),
  fill: int({
    default: 0,
    min: 0,
    max: 255,
    label: 'Fill',
    help: 'Value of the uncovered area, 0 (black) to 255.',
  }),
} as const;

/** The setting of the largest rotation, in degrees. */
export const degreesField = (usual: number) =>
  float({
    default: usual,
    min: 0,
    max: 180,
    required: 'positional',
    label: 'Degrees',
    help: 'Maximum angle of rotation in either direction; 0 for none.',
  });

/** Beyond this many degrees, objects are no longer upright. */
const LARGE_ANGLE = 45;

/** Advice against a large rotation, with a usual one as the fix; null for a smaller one. */
export function rotationAdvice(degrees: number, step: PlacedStep, usual: number): StepAdvice | null {
  if (degrees <= LARGE_ANGLE) return null;
  return adviceOn(step, 'warning', 'advice/large-rotation', { degrees }, [setting(step, 'degrees', usual)]);
}

/** An affine map: rotation in degrees clockwise, then translation in pixels, scale, shear in degrees, fixed point. */
interface Affine {
  readonly angle?: number;
  readonly translate?: readonly [x: number, y: number];
  readonly scale?: number;
  readonly shear?: readonly [x: number, y: number];
  /** From the middle of the image, in pixels. */
  readonly center?: readonly [x: number, y: number];
}

/** A map `x' = a·x + b·y + c`, `y' = d·x + e·y + f` of positions from the middle of an image, in pixels. */
type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** The map from a new image back to the original: torchvision's `_get_inverse_affine_matrix`. */
export function inverseAffine({
  angle = 0,
  translate: [tx, ty] = [0, 0],
  scale = 1,
  shear = [0, 0],
  center: [cx, cy] = [0, 0],
}: Affine): Matrix {
  const turn = radians(angle);
  const [sx, sy] = [radians(shear[0]), radians(shear[1])];
  const [cosine, sine] = [Math.cos(turn - sy) / Math.cos(sy), Math.sin(turn - sy) / Math.cos(sy)];
  const across = -cosine * Math.tan(sx) - Math.sin(turn);
  const down = -sine * Math.tan(sx) + Math.cos(turn);
  const [a, b, d, e] = [down / scale, -across / scale, -sine / scale, cosine / scale];
  const c = a * (-cx - tx) + b * (-cy - ty) + cx;
  const f = d * (-cx - tx) + e * (-cy - ty) + cy;
  return [a, b, c, d, e, f];
}

const radians = (degrees: number) => degrees * (Math.PI / 180);

/** Prepares maps of images of one form: each pixel of `to` gets what `from` has at its mapped place, or `fill`. */
export function prepareWarp(
  form: ImageForm,
  interpolation: keyof typeof SAMPLE,
  fill: number,
): (matrix: Matrix, from: Uint8Array, to: Uint8Array) => void {
  const places = placesFor(form);
  const sample = SAMPLE[interpolation](form, fill, places);
  return (matrix, from, to) => {
    places.map(matrix);
    sample(from, to);
  };
}

/** Source positions of each pixel of a new image: columns and rows of the original, in pixels. */
interface Places {
  readonly columns: Float32Array;
  readonly rows: Float32Array;
  readonly map: (matrix: Matrix) => void;
}

/**
 * The arithmetic of torchvision's `_gen_affine_grid` and torch's `grid_sample` with its float32 roundings:
 * positions from −1 to 1 are computed first, then converted to pixels. A matrix product fuses each further
 * product with the sum, which a double does too except for one sum in 2²⁹.
 */
function placesFor({ side }: ImageForm): Places {
  const half = side / 2;
  const across = new Float32Array(side);
  const fill = (places: Float32Array, [fromX, fromY, constant]: readonly [number, number, number]) => {
    for (let x = 0; x < side; x++) across[x] = (x - half + 0.5) * fromX;
    for (let y = 0, at = 0; y < side; y++) {
      const down = (y - half + 0.5) * fromY;
      for (let x = 0; x < side; x++, at++) {
        const relative = fround(fround(down + across[x]!) + constant);
        places[at] = fround(relative + 1) * half - 0.5;
      }
    }
  };
  const scaled = (factor: number) => fround(fround(factor) / half);
  const [columns, rows] = [new Float32Array(side * side), new Float32Array(side * side)];
  return {
    columns,
    rows,
    map: ([a, b, c, d, e, f]) => {
      fill(columns, [scaled(a), scaled(b), scaled(c)]);
      fill(rows, [scaled(d), scaled(e), scaled(f)]);
    },
  };
}

type Sample = (from: Uint8Array, to: Uint8Array) => void;

const SAMPLE = { nearest, bilinear } as const;

function nearest({ channels, side }: ImageForm, fill: number, { columns, rows }: Places): Sample {
  const plane = side * side;
  return (from, to) => {
    for (let at = 0; at < plane; at++) {
      const column = roundHalfToEven(columns[at]!);
      const row = roundHalfToEven(rows[at]!);
      const inside = column >= 0 && column < side && row >= 0 && row < side;
      const source = row * side + column;
      for (let offset = 0; offset < channels * plane; offset += plane)
        to[offset + at] = inside ? from[offset + source]! : fill;
    }
  };
}

function bilinear({ channels, side }: ImageForm, fill: number, { columns, rows }: Places): Sample {
  const plane = side * side;
  const weights = new Float32Array(4);
  const sources = new Int32Array(4);
  return (from, to) => {
    for (let at = 0; at < plane; at++) {
      const [left, top] = [Math.floor(columns[at]!), Math.floor(rows[at]!)];
      const [east, south] = [fround(columns[at]! - left), fround(rows[at]! - top)];
      let covered = 0;
      for (let corner = 0; corner < 4; corner++) {
        const [right, below] = [corner & 1, corner >> 1];
        const inside = left + right >= 0 && left + right < side && top + below >= 0 && top + below < side;
        const weight = fround((right ? east : fround(1 - east)) * (below ? south : fround(1 - south)));
        weights[corner] = inside ? weight : 0;
        sources[corner] = inside ? (top + below) * side + left + right : 0;
        covered = fround(covered + weights[corner]!);
      }
      for (let offset = 0; offset < channels * plane; offset += plane) {
        let value = 0;
        for (let corner = 0; corner < 4; corner++)
          value = fround(value + fround(from[offset + sources[corner]!]! * weights[corner]!));
        // torchvision multiplies by the share inside the image once more, so edges are darker than a true blend.
        const mixed = fround(fround(value * covered) + fround(fround(1 - covered) * fill));
        to[offset + at] = roundHalfToEven(mixed);
      }
    }
  };
}

/** Doubles of this size have no fraction: adding it rounds half to even, as torch does. */
const WHOLE = 1.5 * 2 ** 52;

/** The nearest whole number, an even one between two. */
export function roundHalfToEven(value: number): number {
  return value + WHOLE - WHOLE;
}
