import { formOf } from '../../engine/data/imageSet.js';

/** The minimum and maximum of some numbers. */
export function extent(values: ArrayLike<number>): readonly [number, number] {
  let [least, greatest] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    least = Math.min(least, values[i]!);
    greatest = Math.max(greatest, values[i]!);
  }
  return [least, greatest];
}

/** A tensor of shape `[channels, side, side]` in PyTorch's print format, abbreviated to three numbers at each end. */
export function tensorText(values: ArrayLike<number>, digits: number): string {
  const { side, channels } = formOf(values.length);
  const ends = [side - 3, side - 2, side - 1];
  const width = Math.max(...[0, 1, 2, ...ends].map((x) => values[x]!.toFixed(digits).length)) + 1;
  const number = (i: number) => values[i]!.toFixed(digits).padStart(width);
  const row = (channel: number, y: number) => {
    const from = (channel * side + y) * side;
    const list = (xs: readonly number[]) => xs.map((x) => number(from + x)).join(',');
    return `[${list([0, 1, 2])}, …,${list(ends)}]`;
  };
  const plane = (channel: number) =>
    `[${row(channel, 0)},\n  ${row(channel, 1)},\n  …,\n  ${row(channel, side - 1)}]`;
  return `[${Array.from({ length: channels }, (_, channel) => plane(channel)).join(',\n ')}]`;
}

/** Number of values shown of a tensor in memory. */
const IN_MEMORY = 6;

/** The first values of an image in memory order, with channels first, as stored, or last. */
export function inMemory(image: Uint8Array, channels: 'first' | 'last'): string {
  const form = formOf(image.length);
  const plane = form.side * form.side;
  const at = (i: number) =>
    channels === 'first' ? i : (i % form.channels) * plane + Math.floor(i / form.channels);
  return `${Array.from({ length: IN_MEMORY }, (_, i) => image[at(i)]).join(', ')}, …`;
}
