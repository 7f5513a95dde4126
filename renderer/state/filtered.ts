import { FILTER_KINDS } from './filterKinds.js';
import type { Filters, SplitFilter } from './filters.js';
import { verdictOf, type Browsed, type Predictions, type Verdict } from './predictions.js';
import { sorted } from './sorts.js';

/** Rows that pass the filters, in sort order. */
export function filtered(
  data: Browsed['data'],
  filters: Filters,
  predictions: Predictions | null,
): Uint32Array {
  const verdicts = new Map<number, Verdict | null>();
  const verdict = (row: number) => {
    let known = verdicts.get(row);
    if (known === undefined) {
      known = verdictOf(row, data.classNames[data.labels[row]!]!, predictions);
      verdicts.set(row, known);
    }
    return known;
  };
  const browsed = { data, verdict };
  const tests = FILTER_KINDS.flatMap(({ test }) => test(filters, browsed) ?? []);
  const candidates = filters.only ? Uint32Array.from(filters.only.rows) : splitRows(filters.split, data);
  return sorted(
    candidates.filter((row) => tests.every((passes) => passes(row))),
    filters.sort,
    browsed,
  );
}

function splitRows(split: SplitFilter, { labels, trainCount }: Browsed['data']): Uint32Array {
  const from = split === 'test' ? trainCount : 0;
  const to = split === 'train' ? trainCount : labels.length;
  return Uint32Array.from({ length: to - from }, (_, i) => from + i);
}
