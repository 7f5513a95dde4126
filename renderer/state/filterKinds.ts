import { indexOf, type Filters, type Range } from './filters.js';
import type { Browsed, Verdict } from './predictions.js';

/** The chip of an active filter, and the change that removes it. */
export interface Chip {
  readonly name: string;
  readonly without: Partial<Filters>;
}

/** A kind of filter. */
export interface FilterKind {
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

const answer: FilterKind = byVerdict(
  ({ answer: wanted }) => (wanted === null ? null : ({ answer: said }) => said === wanted),
  ({ answer: wanted }) =>
    wanted === null ? [] : [{ name: `predicted ${wanted}`, without: { answer: null } }],
);

const loss = byRange('loss', (value) => String(value));
const confidence = byRange('confidence', (value) => `${Math.round(value * 1000) / 10} %`);

/** All filters, in the order of their chips. */
export const FILTER_KINDS: readonly FilterKind[] = [only, text, classes, outcome, answer, loss, confidence];

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
