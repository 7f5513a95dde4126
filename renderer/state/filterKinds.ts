import { indexOf, type Filters, type Range } from './filters.js';
import type { Browsed, Verdict } from './predictions.js';

/** What a filter shows of itself, and the change that takes it away. */
export interface Chip {
  readonly name: string;
  readonly without: Partial<Filters>;
}

/** One way to narrow the images down. */
export interface FilterKind {
  /** Whether a row passes; null when this filter asks for nothing. */
  readonly test: (filters: Filters, browsed: Browsed) => ((row: number) => boolean) | null;
  readonly chips: (filters: Filters, classNames: readonly string[]) => readonly Chip[];
}

const only: FilterKind = {
  // The rows themselves are where filtering starts.
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
    wanted === null ? [] : [{ name: `taken for ${wanted}`, without: { answer: null } }],
);

const loss = byRange('loss', (value) => String(value));
const confidence = byRange('confidence', (value) => `${Math.round(value * 1000) / 10} %`);

/** Every filter there is, in the order of the chips. */
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
  const limits = ({ from, to }: Range) =>
    [from === null ? '' : `from ${format(from)}`, to === null ? '' : `to ${format(to)}`].filter(Boolean);
  return byVerdict(
    ({ [name]: range }) => {
      const { from, to } = range;
      if (from === null && to === null) return null;
      return ({ [name]: value }) => value >= (from ?? -Infinity) && value <= (to ?? Infinity);
    },
    ({ [name]: range }) => {
      const words = limits(range);
      if (words.length === 0) return [];
      return [{ name: `${name} ${words.join(' ')}`, without: { [name]: { from: null, to: null } } }];
    },
  );
}

/** A number means an index within its split, a range `10-20` several; anything else a class's name. */
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
