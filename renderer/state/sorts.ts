import type { Browsed, Verdict } from './predictions.js';

/** An order of images. */
export interface SortKind {
  readonly label: string;
  /** It sorts by a model's answers. */
  readonly needsModel: boolean;
  /** What is small comes first; images without it come last. */
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

/** Every order there is. */
export const SORTS = {
  index: fixed('Index', (row) => row),
  class: fixed('Class', (row, { data }) => data.labels[row]!),
  darkest: fixed('Darkest first', (row, { data }) => data.brightness[row]!),
  brightest: fixed('Brightest first', (row, { data }) => -data.brightness[row]!),
  worst: byModel('Highest loss first', ({ loss }) => -loss),
  best: byModel('Lowest loss first', ({ loss }) => loss),
  unsure: byModel('Least sure first', ({ confidence }) => confidence),
  sure: byModel('Surest first', ({ confidence }) => -confidence),
} as const satisfies Readonly<Record<string, SortKind>>;

/** What images are ordered by. */
export type Sort = keyof typeof SORTS;
/** All of them. */
export const SORT_NAMES = Object.keys(SORTS) as Sort[];

/** Puts rows in order; ties by index. */
export function sorted(rows: Uint32Array, sort: Sort, browsed: Browsed): Uint32Array {
  if (sort === 'index') return rows;
  const { key }: SortKind = SORTS[sort];
  const keys = new Map(Array.from(rows, (row) => [row, key(row, browsed)] as const));
  // Two infinities have no difference.
  return rows.sort((a, b) => {
    const [one, other] = [keys.get(a)!, keys.get(b)!];
    return one === other ? a - b : one - other;
  });
}
