import type { Loaded } from '../images/messages.js';

/** The part of the data set to show. */
export type SplitFilter = 'train' | 'test' | 'both';

/** A closed interval; a null bound means no limit. */
export interface Range {
  readonly from: number | null;
  readonly to: number | null;
}

/** The filters and sort order of the image browser. */
export interface Filters {
  readonly split: SplitFilter;
  /** Labels; empty means all. */
  readonly classes: readonly number[];
  readonly text: string;
  readonly sort: Sort;
  /** By correctness of the prediction; `all` if there are no predictions. */
  readonly outcome: 'all' | 'right' | 'wrong';
  /** The predicted class; null for any. */
  readonly predicted: string | null;
  readonly loss: Range;
  /** 0 to 1. */
  readonly confidence: Range;
  /** Restricts the list to these rows, such as a group of duplicates; null for no restriction. */
  readonly only: { readonly name: string; readonly rows: readonly number[] } | null;
}

const ALL: Range = { from: null, to: null };

/** Inactive values of the filters that need predictions. */
export const NO_MODEL_FILTERS = {
  outcome: 'all',
  predicted: null,
  loss: ALL,
  confidence: ALL,
} as const satisfies Partial<Filters>;

/** Default filters: the training split in file order. */
export const NO_FILTERS: Filters = {
  split: 'train',
  classes: [],
  text: '',
  sort: 'index',
  only: null,
  ...NO_MODEL_FILTERS,
};

/** A row's index within its split, as in PyTorch's data sets. */
function indexOf(row: number, trainCount: number): number {
  return row < trainCount ? row : row - trainCount;
}

/** An image's display name, such as `training 99`. */
export function nameOf(row: number, trainCount: number): string {
  return `${row < trainCount ? 'training' : 'test'} ${indexOf(row, trainCount)}`;
}

/** The chip of an active filter, and the change that removes it. */
interface Chip {
  readonly name: string;
  readonly without: Partial<Filters>;
}

/** A kind of filter. */
interface FilterKind {
  /** The predicate on rows; null if this filter is inactive. */
  readonly test: (filters: Filters, browsed: Browsed) => ((row: number) => boolean) | null;
  readonly chips: (filters: Filters, classNames: readonly string[]) => readonly Chip[];
}

const only: FilterKind = {
  // These rows are the candidates that filtering starts from.
  test: () => null,
  chips: ({ only: rows }) => (rows ? [{ name: rows.name, without: { only: null } }] : []),
};

const text: FilterKind = {
  test: ({ text: wanted }, { data }) => textTest(wanted.trim().toLowerCase(), data),
  chips: ({ text: wanted }) => (wanted.trim() === '' ? [] : [{ name: `“${wanted}”`, without: { text: '' } }]),
};

const classes: FilterKind = {
  test: ({ classes: wanted }, { data: { labels } }) => {
    const set = new Set(wanted);
    return set.size === 0 ? null : (row) => set.has(labels[row]!);
  },
  chips: ({ classes: wanted }, classNames) =>
    wanted.map((label) => ({
      name: classNames[label]!,
      without: { classes: wanted.filter((one) => one !== label) },
    })),
};

const outcome: FilterKind = byVerdict(
  ({ outcome: wanted }) => (wanted === 'all' ? null : ({ right }) => right === (wanted === 'right')),
  ({ outcome: wanted }) =>
    wanted === 'all' ? [] : [{ name: wanted === 'right' ? 'Right' : 'Wrong', without: { outcome: 'all' } }],
);

const predicted: FilterKind = byVerdict(
  ({ predicted: wanted }) => (wanted === null ? null : (verdict) => verdict.predicted === wanted),
  ({ predicted: wanted }) =>
    wanted === null ? [] : [{ name: `predicted ${wanted}`, without: { predicted: null } }],
);

const loss = byRange('loss', (value) => String(value));
const confidence = byRange('confidence', (value) => `${Math.round(value * 1000) / 10} %`);

/** All filters, in the order of their chips. */
export const FILTER_KINDS: readonly FilterKind[] = [
  only,
  text,
  classes,
  outcome,
  predicted,
  loss,
  confidence,
];

function byVerdict(
  test: (filters: Filters) => ((verdict: Verdict) => boolean) | null,
  chips: (filters: Filters) => readonly Chip[],
): FilterKind {
  return {
    test: (filters, { verdict }) => {
      const passes = test(filters);
      if (!passes) return null;
      return (row) => {
        const found = verdict(row);
        return found !== null && passes(found);
      };
    },
    chips,
  };
}

function byRange(name: 'loss' | 'confidence', format: (value: number) => string): FilterKind {
  const boundsText = ({ from, to }: Range) =>
    [from === null ? '' : `from ${format(from)}`, to === null ? '' : `to ${format(to)}`].filter(Boolean);
  return byVerdict(
    ({ [name]: range }) => {
      const { from, to } = range;
      if (from === null && to === null) return null;
      return ({ [name]: value }) => value >= (from ?? -Infinity) && value <= (to ?? Infinity);
    },
    ({ [name]: range }) => {
      const words = boundsText(range);
      if (words.length === 0) return [];
      return [{ name: `${name} ${words.join(' ')}`, without: { [name]: { from: null, to: null } } }];
    },
  );
}

/** A number is an index within its split, `10-20` a range of indices; anything else is part of a class name. */
function textTest(
  wanted: string,
  { labels, trainCount, classNames }: Browsed['data'],
): ((row: number) => boolean) | null {
  if (wanted === '') return null;
  const numbers = /^(\d+)(?:\s*[-–]\s*(\d+))?$/.exec(wanted);
  if (!numbers) return (row) => classNames[labels[row]!]!.toLowerCase().includes(wanted);
  const from = Number(numbers[1]);
  const to = Number(numbers[2] ?? numbers[1]);
  return (row) => {
    const index = indexOf(row, trainCount);
    return index >= from && index <= to;
  };
}

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
  const [from, to] = splitRange(filters.split, data);
  const candidates = filters.only
    ? Uint32Array.from(filters.only.rows)
    : Uint32Array.from({ length: to - from }, (_, i) => from + i);
  return sorted(
    candidates.filter((row) => tests.every((passes) => passes(row))),
    filters.sort,
    browsed,
  );
}

/** The rows of a split: first inclusive, last exclusive. */
export function splitRange(
  split: SplitFilter,
  { labels, trainCount }: Pick<Browsed['data'], 'labels' | 'trainCount'>,
): readonly [number, number] {
  return [split === 'test' ? trainCount : 0, split === 'train' ? trainCount : labels.length];
}

/** A sort order of images. */
interface SortKind {
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
function sorted(rows: Uint32Array, sort: Sort, browsed: Browsed): Uint32Array {
  if (sort === 'index') return rows;
  const { key }: SortKind = SORTS[sort];
  const keys = new Map(Array.from(rows, (row) => [row, key(row, browsed)] as const));
  // Infinity - Infinity is NaN, so compare before subtracting.
  return rows.sort((a, b) => {
    const [one, other] = [keys.get(a)!, keys.get(b)!];
    return one === other ? a - b : one - other;
  });
}

/** A model's predictions for a set of samples. */
export interface Predictions {
  readonly runId: string;
  readonly classes: readonly string[];
  /** Class probabilities, by row in the data set. */
  readonly byRow: ReadonlyMap<number, Float32Array>;
}

/** A prediction compared with the true class. */
export interface Verdict {
  /** The predicted class. */
  readonly predicted: string;
  /** The probability of the predicted class. */
  readonly confidence: number;
  /** Cross-entropy: the negative logarithm of the true class's probability. */
  readonly loss: number;
  readonly right: boolean;
}

/** The inputs of filters and sort orders. */
interface Browsed {
  readonly data: Pick<Loaded, 'labels' | 'trainCount' | 'classNames' | 'brightness'>;
  /** The verdict on an image; null if it has no prediction. */
  readonly verdict: (row: number) => Verdict | null;
}

/** The verdict on an image of class `className`; null if it has no prediction. */
export function verdictOf(row: number, className: string, predictions: Predictions | null): Verdict | null {
  const found = predictions?.byRow.get(row);
  if (!predictions || !found) return null;
  const confidence = Math.max(...found);
  const predicted = predictions.classes[found.indexOf(confidence)]!;
  const loss = -Math.log(found[predictions.classes.indexOf(className)] ?? 0);
  return { predicted, confidence, loss, right: predicted === className };
}
