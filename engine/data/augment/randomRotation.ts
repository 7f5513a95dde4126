import { choice, float, int } from '../../fields.js';
import { nextUniform } from '../../random/uniform.js';
import type { ImageForm } from '../imageSet.js';
import { defineAugmentation, type Augment } from './define.js';

const { fround } = Math;

/**
 * Turns the image about its centre by an angle between −degrees and +degrees. One draw.
 * https://docs.pytorch.org/vision/stable/generated/torchvision.transforms.RandomRotation.html
 */
export const randomRotation = defineAugmentation({
  type: 'RandomRotation',
  summary: 'Turns the image by a random angle to either side.',
  params: {
    degrees: float({
      default: 15,
      min: 0,
      max: 180,
      required: 'positional',
      label: 'Degrees',
      help: 'The greatest angle to either side.',
    }),
    interpolation: choice({
      default: 'nearest',
      options: ['nearest', 'bilinear'],
      enumeration: 'transforms.InterpolationMode',
      label: 'Interpolation',
      help: 'Nearest takes over single pixels; bilinear mixes four, which looks smoother.',
    }),
    fill: int({
      default: 0,
      min: 0,
      max: 255,
      label: 'Fill',
      help: 'Byte of the corners that become free, 0 (black) to 255.',
    }),
  },
  prepare: ({ degrees, interpolation, fill }, form) => {
    const place = placeFinder(form);
    const sample = SAMPLE[interpolation](form, fill);
    return (gen, from, to) => {
      place.turn(nextUniform(gen, -degrees, degrees));
      sample(place, from, to);
    };
  },
});

/** Where each pixel of a turned image comes from. */
interface Place {
  /** Sets the angle, in degrees. */
  readonly turn: (angle: number) => void;
  /** Column and row in the image before, of the pixel at `x`, `y`, in pixels. */
  readonly column: (x: number, y: number) => number;
  readonly row: (x: number, y: number) => number;
}

/**
 * The arithmetic of torchvision's `_gen_affine_grid` and torch's `grid_sample` with its float32 roundings:
 * positions from −1 to 1 are computed first and turned into pixels then. A matrix product fuses its second
 * product with the sum, which a double does too except for one sum in 2²⁹.
 */
function placeFinder({ side }: ImageForm): Place {
  let [acrossX, acrossY, downX, downY] = [0, 0, 0, 0];
  const position = (fromX: number, fromY: number, x: number, y: number) => {
    const middleX = x - side / 2 + 0.5;
    const middleY = y - side / 2 + 0.5;
    const relative = fround(middleY * fromY + fround(middleX * fromX));
    return fround(fround(relative + 1) * (side / 2) - 0.5);
  };
  return {
    turn: (angle) => {
      const radians = (angle * Math.PI) / 180;
      const [sine, cosine] = [fround(Math.sin(radians)), fround(Math.cos(radians))];
      acrossX = fround(cosine / (side / 2));
      acrossY = fround(-sine / (side / 2));
      downX = fround(sine / (side / 2));
      downY = fround(cosine / (side / 2));
    },
    column: (x, y) => position(acrossX, acrossY, x, y),
    row: (x, y) => position(downX, downY, x, y),
  };
}

type Sampler = (place: Place, from: Parameters<Augment>[1], to: Parameters<Augment>[2]) => void;

const SAMPLE = { nearest, bilinear } as const;

function nearest({ channels, side }: ImageForm, fill: number): Sampler {
  const plane = side * side;
  return (place, from, to) => {
    for (let at = 0; at < plane; at++) {
      const [x, y] = [at % side, Math.floor(at / side)];
      const column = roundHalfToEven(place.column(x, y));
      const row = roundHalfToEven(place.row(x, y));
      const inside = column >= 0 && column < side && row >= 0 && row < side;
      const source = row * side + column;
      for (let offset = 0; offset < channels * plane; offset += plane)
        to[offset + at] = inside ? from[offset + source]! : fill;
    }
  };
}

function bilinear({ channels, side }: ImageForm, fill: number): Sampler {
  const plane = side * side;
  const weights = new Float32Array(4);
  const sources = new Int32Array(4);
  return (place, from, to) => {
    for (let at = 0; at < plane; at++) {
      const [x, y] = [at % side, Math.floor(at / side)];
      const [column, row] = [place.column(x, y), place.row(x, y)];
      const [left, top] = [Math.floor(column), Math.floor(row)];
      const [east, south] = [fround(column - left), fround(row - top)];
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
        // torchvision multiplies by the share that lies inside once more, so edges are darker than a mixture.
        const mixed = fround(fround(value * covered) + fround(fround(1 - covered) * fill));
        to[offset + at] = roundHalfToEven(mixed);
      }
    }
  };
}

/** As IEEE 754 rounds, and torch with it: 0.5 and 1.5 become 0 and 2. */
function roundHalfToEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
