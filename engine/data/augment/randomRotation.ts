import { choice, float, int } from '../../base/fields.js';
import { nextUniform } from '../../random/distributions.js';
import type { ImageForm } from '../imageSet.js';
import { adviceOn, noEffect, setting } from '../step.js';
import { defineAugmentation, type Augment } from './define.js';

const { fround } = Math;

/** Beyond this, objects are no longer upright. */
const MOST_DEGREES = 45;

/**
 * Rotates the image about its center by an angle between −degrees and +degrees. One draw.
 * https://docs.pytorch.org/vision/stable/generated/torchvision.transforms.RandomRotation.html
 */
export const randomRotation = defineAugmentation({
  type: 'RandomRotation',
  summary: 'Rotates the image by a random angle in either direction.',
  params: {
    degrees: float({
      default: 15,
      min: 0,
      max: 180,
      required: 'positional',
      label: 'Degrees',
      help: 'Maximum angle in either direction.',
    }),
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
      help: 'Value of the uncovered corners, 0 (black) to 255.',
    }),
  },
  advice: ({ degrees }, step) => {
    if (degrees === 0) return noEffect(step, ['degrees']);
    if (degrees <= MOST_DEGREES) return null;
    return adviceOn(step, 'warning', 'advice/large-rotation', { degrees }, [setting(step, 'degrees', 15)]);
  },
  prepare: ({ degrees, interpolation, fill }, form) => {
    const places = placesFor(form);
    const sample = SAMPLE[interpolation](form, fill, places);
    return (gen, from, to) => {
      places.turn(nextUniform(gen, -degrees, degrees));
      sample(from, to);
    };
  },
});

/** Source positions of each pixel of a rotated image: columns and rows of the original, in pixels. */
interface Places {
  readonly columns: Float32Array;
  readonly rows: Float32Array;
  /** Sets the angle, in degrees. */
  readonly turn: (angle: number) => void;
}

/**
 * The arithmetic of torchvision's `_gen_affine_grid` and torch's `grid_sample` with its float32 roundings:
 * positions from −1 to 1 are computed first, then converted to pixels. A matrix product fuses its second
 * product with the sum, which a double does too except for one sum in 2²⁹.
 */
function placesFor({ side }: ImageForm): Places {
  const half = side / 2;
  const across = new Float32Array(side);
  const fill = (places: Float32Array, fromX: number, fromY: number) => {
    for (let x = 0; x < side; x++) across[x] = (x - half + 0.5) * fromX;
    for (let y = 0, at = 0; y < side; y++) {
      const down = (y - half + 0.5) * fromY;
      for (let x = 0; x < side; x++, at++) {
        const relative = fround(down + across[x]!);
        places[at] = fround(relative + 1) * half - 0.5;
      }
    }
  };
  const [columns, rows] = [new Float32Array(side * side), new Float32Array(side * side)];
  return {
    columns,
    rows,
    turn: (angle) => {
      const radians = (angle * Math.PI) / 180;
      const [sine, cosine] = [fround(Math.sin(radians)), fround(Math.cos(radians))];
      fill(columns, fround(cosine / half), fround(-sine / half));
      fill(rows, fround(sine / half), fround(cosine / half));
    },
  };
}

type Sample = (from: Parameters<Augment>[1], to: Parameters<Augment>[2]) => void;

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

function roundHalfToEven(value: number): number {
  return value + WHOLE - WHOLE;
}
