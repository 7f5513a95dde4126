import { choice, int } from '../../base/fields.js';
import { problem } from '../../base/problem.js';
import { nextBelow } from '../../random/torch.js';
import { adviceOn, noEffect, setting } from '../step.js';
import { defineAugmentation } from './define.js';

/** The source of a padded position in a row of `size`; −1 for the fill value. */
const SOURCE = {
  constant: (at: number, size: number) => (at < 0 || at >= size ? -1 : at),
  edge: (at: number, size: number) => Math.min(Math.max(at, 0), size - 1),
  // 1 2 3 becomes 3 2 [1 2 3] 2 1: the edge itself is not repeated.
  reflect: (at: number, size: number) => (at < 0 ? -at : at >= size ? 2 * size - 2 - at : at),
  // 1 2 3 becomes 2 1 [1 2 3] 3 2.
  symmetric: (at: number, size: number) => (at < 0 ? -1 - at : at >= size ? 2 * size - 1 - at : at),
} as const;

const MODES = ['constant', 'edge', 'reflect', 'symmetric'] as const;

/** The number of pixels by which an image must exceed the padding, for the mirroring modes. */
const ROOM: Readonly<Partial<Record<keyof typeof SOURCE, number>>> = { reflect: 1, symmetric: 0 };

/**
 * Pads the image on all sides and crops it at random to its original size. Two draws, none without
 * padding.
 * https://docs.pytorch.org/vision/stable/generated/torchvision.transforms.RandomCrop.html
 */
export const randomCrop = defineAugmentation({
  type: 'RandomCrop',
  summary: 'Shifts the image a little: pads it and crops it at random to its original size.',
  params: {
    padding: int({
      default: 0,
      min: 0,
      max: 256,
      label: 'Padding',
      help: 'Pixels added on every side; the maximum shift of the image.',
    }),
    fill: int({
      default: 0,
      min: 0,
      max: 255,
      label: 'Fill',
      help: 'Value of the added pixels, 0 (black) to 255, with constant padding.',
    }),
    padding_mode: choice({
      default: 'constant',
      options: MODES,
      label: 'Padding mode',
      help: 'Content of the added pixels: a constant value, the repeated edge, or the mirrored image.',
    }),
  },
  suggested: { padding: 4 },
  leading: ({ side }) => side,
  check: ({ padding, padding_mode: mode }, { side }) => {
    const room = ROOM[mode];
    if (room === undefined || padding + room <= side) return null;
    return problem('bad-project/mirrored-padding', { mode, side, most: side - room, padding });
  },
  advice: ({ padding }, step, { side }) => {
    const smaller = [setting(step, 'padding', Math.round(side / 8))];
    if (padding === 0) return noEffect(step, ['padding'], smaller);
    if (padding < side / 2) return null;
    return adviceOn(step, 'warning', 'advice/crop-padding', { padding, side }, smaller);
  },
  prepare: ({ padding, fill, padding_mode: mode }, { channels, side }) => {
    const sources = Int32Array.from({ length: side + 2 * padding }, (_, i) =>
      SOURCE[mode](i - padding, side),
    );
    const places = 2 * padding + 1;
    return (gen, from, to) => {
      const top = padding === 0 ? 0 : nextBelow(gen, places);
      const left = padding === 0 ? 0 : nextBelow(gen, places);
      const [down, right] = [top - padding, left - padding];
      const rows = inside(down, side);
      const columns = inside(right, side);
      for (let plane = 0; plane < channels; plane++) {
        const base = plane * side * side;
        // The part inside the image is copied at once, as if it were a single row. The pixels that this gets
        // wrong at the sides are corrected one by one, along with the added ones.
        const skipped = Math.max(0, -(base + (rows.from + down) * side + right));
        const source = base + (rows.from + down) * side + right + skipped;
        const length = Math.max(0, (rows.to - rows.from) * side - skipped);
        to.set(from.subarray(source, source + length), base + rows.from * side + skipped);
        for (let y = 0; y < side; y++) {
          const row = sources[top + y]!;
          const copied = y >= rows.from && y < rows.to && columns.to > columns.from;
          for (let x = 0; x < side; x++) {
            if (copied && x === columns.from) x = columns.to;
            if (x === side) break;
            const column = sources[left + x]!;
            const added = row < 0 || column < 0;
            to[base + y * side + x] = added ? fill : from[base + row * side + column]!;
          }
        }
      }
    };
  },
});

/** The range of positions that still lie in an image of `side` pixels when moved by `shift`. */
function inside(shift: number, side: number): { readonly from: number; readonly to: number } {
  return { from: Math.min(Math.max(0, -shift), side), to: Math.max(0, Math.min(side, side - shift)) };
}
