import type { JobResult } from '../../../engine/jobs/index.js';
import { CHANNEL_NAMES } from '../../images/rgba.js';
import { decimal } from '../../ui/format.js';

type Activations = JobResult<'activations'>;
/** A layer's output for one sample. */
export type LayerOutput = Activations['layers'][number];

/** A unit of a layer. */
export interface UnitPlace {
  readonly layer: string;
  readonly unit: readonly number[];
}

/** Numbers `[C, H, W]` or `[C, L]` as maps: how many, and the size of each. */
interface MapForm {
  readonly maps: number;
  readonly height: number;
  readonly width: number;
}

/** The form of a layer's output; a vector is one map of one line. */
export function formOfShape(shape: readonly number[]): MapForm {
  const [first = 1, second, third] = shape;
  if (second === undefined) return { maps: 1, height: 1, width: first };
  return third === undefined
    ? { maps: first, height: 1, width: second }
    : { maps: first, height: second, width: third };
}

/** A unit in words: `map 5 · row 11, column 20`, or `unit 3`. */
export function unitText(unit: readonly number[]): string {
  const [first, second, third] = unit;
  if (second === undefined) return `unit ${first}`;
  return third === undefined
    ? `map ${first} · position ${second}`
    : `map ${first} · row ${second}, column ${third}`;
}

/** A unit of a layer's input in short: `red [10, 19]` in an image, `map 3 [10, 19]`, or `unit 3`. */
export function inputText(unit: readonly number[], shape: readonly number[], isImage: boolean): string {
  const [first, ...rest] = unit;
  if (rest.length === 0) return `${isImage ? 'pixel' : 'unit'} ${first}`;
  const colors = isImage && (shape[0] === 1 || shape[0] === 3) ? CHANNEL_NAMES[shape[0]] : null;
  return `${colors ? colors[first!]!.toLowerCase() : `map ${first}`} [${rest.join(', ')}]`;
}

/** The maps of a layer's output, those with the largest mean magnitude first. */
export function strongestMaps({ shape, values }: Pick<LayerOutput, 'shape' | 'values'>): readonly number[] {
  const { maps } = formOfShape(shape);
  const size = values.length / maps;
  const strength = Array.from({ length: maps }, (_, map) => {
    let sum = 0;
    for (let i = map * size; i < (map + 1) * size; i++) sum += Math.abs(values[i]!);
    return sum;
  });
  return strength.map((_, map) => map).sort((a, b) => strength[b]! - strength[a]!);
}

/** The position of the number with the largest magnitude, from `start` to `end`. */
export function strongestPosition(values: Float32Array, start = 0, end = values.length): number {
  let best = start;
  for (let i = start; i < end; i++) if (Math.abs(values[i]!) > Math.abs(values[best]!)) best = i;
  return best;
}

/** Shares of outputs beyond which an activation's slope is close to zero; `zero` counts outputs that are 0. */
const FLAT: Readonly<Record<string, { readonly text: string; readonly flat: (value: number) => boolean }>> = {
  Tanh: { text: 'saturated', flat: (value) => Math.abs(value) > 0.95 },
  Sigmoid: { text: 'saturated', flat: (value) => value < 0.025 || value > 0.975 },
  ReLU: { text: 'zero', flat: (value) => value === 0 },
};

/** A remark on a layer's output. */
export function noteOf({ type, shape, values }: LayerOutput): string {
  const { maps } = formOfShape(shape);
  const flat = FLAT[type];
  if (flat) {
    let found = 0;
    for (const value of values) if (flat.flat(value)) found++;
    return `${Math.round((100 * found) / values.length)} % ${flat.text}`;
  }
  if (maps > 1) {
    const size = values.length / maps;
    const dead = Array.from({ length: maps }, (_, map) =>
      values.subarray(map * size, (map + 1) * size).every((value) => value === 0),
    ).filter(Boolean).length;
    return `${maps} maps, strongest first${dead > 0 ? ` · ${dead} dark` : ''}`;
  }
  return rangeText(values);
}

/** The least and the largest of some numbers. */
export function rangeText(values: Float32Array): string {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return `${decimal(least, 2)} … ${decimal(most, 2)}`;
}
