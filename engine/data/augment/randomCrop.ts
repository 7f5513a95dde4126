import { LoomError } from '../../errors.js';
import { choice, int } from '../../fields.js';
import { nextBelow } from '../../random/uniform.js';
import { defineAugmentation } from './define.js';

/** Where a padded position lies in a row of `size`; −1 for the filling. */
const SOURCE = {
  constant: (at: number, size: number) => (at < 0 || at >= size ? -1 : at),
  edge: (at: number, size: number) => Math.min(Math.max(at, 0), size - 1),
  // 1 2 3 becomes 3 2 [1 2 3] 2 1: the edge itself is not repeated.
  reflect: (at: number, size: number) => (at < 0 ? -at : at >= size ? 2 * size - 2 - at : at),
  // 1 2 3 becomes 2 1 [1 2 3] 3 2.
  symmetric: (at: number, size: number) => (at < 0 ? -1 - at : at >= size ? 2 * size - 1 - at : at),
} as const;

const MODES = ['constant', 'edge', 'reflect', 'symmetric'] as const;

/** How much larger than the padding an image must be, for the modes that mirror it. */
const ROOM: Readonly<Partial<Record<keyof typeof SOURCE, number>>> = { reflect: 1, symmetric: 0 };

/**
 * Pads the image on all sides and cuts a piece of its own size out at random. Two draws, none without
 * padding.
 * https://docs.pytorch.org/vision/stable/generated/torchvision.transforms.RandomCrop.html
 */
export const randomCrop = defineAugmentation({
  type: 'RandomCrop',
  summary: 'Shifts the image a little: pads it and cuts a piece of its size out at random.',
  params: {
    padding: int({
      default: 0,
      min: 0,
      max: 256,
      label: 'Padding',
      help: 'Pixels added on every side: the most that the image moves.',
    }),
    fill: int({
      default: 0,
      min: 0,
      max: 255,
      label: 'Fill',
      help: 'Byte of the added pixels, 0 (black) to 255, with constant padding.',
    }),
    padding_mode: choice({
      default: 'constant',
      options: MODES,
      label: 'Padding mode',
      help: 'What the added pixels hold: one value, the edge drawn out, or the image mirrored.',
    }),
  },
  suggested: { padding: 4 },
  leading: ({ side }) => side,
  prepare: ({ padding, fill, padding_mode: mode }, { channels, side }) => {
    const room = ROOM[mode];
    if (room !== undefined && padding + room > side) {
      throw new LoomError(
        'bad-project',
        `RandomCrop: ${mode} padding of ${side} × ${side} images can be at most ${side - room}, got ${padding}`,
      );
    }
    const sources = Int32Array.from({ length: side + 2 * padding }, (_, i) =>
      SOURCE[mode](i - padding, side),
    );
    const places = 2 * padding + 1;
    return (gen, from, to) => {
      const top = padding === 0 ? 0 : nextBelow(gen, places);
      const left = padding === 0 ? 0 : nextBelow(gen, places);
      // Columns from `first` to `end` lie in the image itself: most of them, so they are copied without asking.
      const shift = left - padding;
      const [first, end] = [Math.max(0, -shift), Math.min(side, side - shift)];
      for (let plane = 0; plane < channels; plane++) {
        for (let y = 0; y < side; y++) {
          const at = (plane * side + y) * side;
          const row = sources[top + y]!;
          if (row < 0) {
            to.fill(fill, at, at + side);
            continue;
          }
          const start = (plane * side + row) * side;
          const added = (x: number) => {
            const column = sources[left + x]!;
            to[at + x] = column < 0 ? fill : from[start + column]!;
          };
          for (let x = 0; x < Math.min(first, side); x++) added(x);
          for (let x = first; x < end; x++) to[at + x] = from[start + shift + x]!;
          for (let x = Math.max(end, 0); x < side; x++) added(x);
        }
      }
    };
  },
});
