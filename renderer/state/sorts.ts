import type { Browsed, Verdict } from './predictions.js';

/** A sort order of images. */
export interface SortKind {
  readonly label: string;
  /** True if it needs predictions. */
  readonly needsModel: boolean;
  /** Sort key, ascending; Infinity puts images without predictions last. */
  readonly key: (row: number, browsed: Browsed) => number;
}

const fixed = (label: string, key: SortKind['key']): SortKind => ({ label, needsModel: false, key });
const byModel = (label: string, key: (verdict: Verdict) => number): SortKind => ({
  label,
  needsModel: true,
  key: (row, { verdict }) => {
    const found = verdict(row);
    return found ? key(found) : Infinity;
  },
});

/** All sort orders, by id. */
export const SORTS = {
  index: fixed('Index', (row) => row),
  class: fixed('Class', (row, { data }) => data.labels[row]!),
  darkest: fixed('Darkest first', (row, { data }) => data.brightness[row]!),
  brightest: fixed('Brightest first', (row, { data }) => -data.brightness[row]!),
  worst: byModel('Highest loss first', ({ loss }) => -loss),
  best: byModel('Lowest loss first', ({ loss }) => loss),
  unsure: byModel('Lowest confidence first', ({ confidence }) => confidence),
  sure: byModel('Highest confidence first', ({ confidence }) => -confidence),
} as const satisfies Readonly<Record<string, SortKind>>;

/** The id of a sort order. */
export type Sort = keyof typeof SORTS;
/** The ids of all sort orders. */
export const SORT_NAMES = Object.keys(SORTS) as Sort[];

/** Sorts rows in place; ties by index. */
export function sorted(rows: Uint32Array, sort: Sort, browsed: Browsed): Uint32Array {
  if (sort === 'index') return rows;
  const { key }: SortKind = SORTS[sort];
  const keys = new Map(Array.from(rows, (row) => [row, key(row, browsed)] as const));
  // Infinity - Infinity is NaN, so compare before subtracting.
  return rows.sort((a, b) => {
    const [one, other] = [keys.get(a)!, keys.get(b)!];
    return one === other ? a - b : one - other;
  });
}
