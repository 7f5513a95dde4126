import type { Loaded } from '../data/messages.js';

/** Which part of the data set is shown. */
export type SplitFilter = 'train' | 'test' | 'both';
/** What the images are ordered by. */
export const SORTS = ['index', 'class', 'darkest', 'brightest', 'unsure', 'worst'] as const;
/** Orders that need a model's answers. */
export const NEEDS_MODEL: ReadonlySet<string> = new Set(['unsure', 'worst']);
/** One of them. */
export type Sort = (typeof SORTS)[number];
/** What a model says about some images. */
export interface Predictions {
  readonly runId: string;
  readonly classes: readonly string[];
  /** One row for each image, by the image's row in the data set. */
  readonly byRow: ReadonlyMap<number, Float32Array>;
}

/** What narrows the images down. */
export interface Filters {
  readonly split: SplitFilter;
  /** Labels; empty means all. */
  readonly classes: readonly number[];
  readonly text: string;
  readonly sort: Sort;
  /** By what the model says; `all` while no model has been asked. */
  readonly outcome: 'all' | 'right' | 'wrong';
  /** Rows to which everything is confined, such as a group of duplicates; null for no limit. */
  readonly only: { readonly name: string; readonly rows: readonly number[] } | null;
}

/** The rows that pass, in the order that is asked for. */
export function filtered(
  data: Omit<Loaded, 'side' | 'channels'>,
  filters: Filters,
  predictions: Predictions | null,
): Uint32Array {
  const { labels, trainCount, brightness } = data;
  const { split, classes, text, sort, outcome, only } = filters;
  const [from, to] = { train: [0, trainCount], test: [trainCount, labels.length], both: [0, labels.length] }[
    split
  ] as [number, number];
  const wanted = new Set(classes);
  const matches = textFilter(text, data);
  const answered = answerFilter(outcome, data, predictions);
  const inside = (row: number) =>
    (wanted.size === 0 || wanted.has(labels[row]!)) && matches(row, labels[row]!) && answered(row);
  const candidates = only ? Uint32Array.from(only.rows) : range(from, to);
  const rows = candidates.filter(inside);
  const order = ORDERS[sort];
  return order
    ? rows.sort((a, b) => order({ labels, brightness, ...sureness(data, predictions) }, a, b) || a - b)
    : rows;
}

interface Sortable extends Pick<Loaded, 'labels' | 'brightness'> {
  /** Probability of the answer, and of the right class; 1 where the model was not asked. */
  readonly sure: (row: number) => number;
  readonly right: (row: number) => number;
}

type Order = (data: Sortable, a: number, b: number) => number;

const ORDERS: Readonly<Record<Sort, Order | null>> = {
  index: null,
  class: ({ labels }, a, b) => labels[a]! - labels[b]!,
  darkest: ({ brightness }, a, b) => brightness[a]! - brightness[b]!,
  brightest: ({ brightness }, a, b) => brightness[b]! - brightness[a]!,
  unsure: ({ sure }, a, b) => sure(a) - sure(b),
  // The loss is the negative logarithm of the right class's probability: the least probable is the worst.
  worst: ({ right }, a, b) => right(a) - right(b),
};

function sureness(
  { labels, classNames }: Pick<Loaded, 'labels' | 'classNames'>,
  predictions: Predictions | null,
): Pick<Sortable, 'sure' | 'right'> {
  const of = (row: number) => predictions?.byRow.get(row);
  return {
    sure: (row) => Math.max(...(of(row) ?? [1])),
    right: (row) => of(row)?.[predictions?.classes.indexOf(classNames[labels[row]!]!) ?? 0] ?? 1,
  };
}

/** The class that the model says, or null where it was not asked. */
export function answerOf(row: number, predictions: Predictions | null): string | null {
  const found = predictions?.byRow.get(row);
  if (!predictions || !found) return null;
  return predictions.classes[found.indexOf(Math.max(...found))] ?? null;
}

function answerFilter(
  outcome: Filters['outcome'],
  { labels, classNames }: Pick<Loaded, 'labels' | 'classNames'>,
  predictions: Predictions | null,
): (row: number) => boolean {
  if (outcome === 'all' || !predictions) return () => true;
  return (row) => {
    const answer = answerOf(row, predictions);
    return answer !== null && (answer === classNames[labels[row]!]) === (outcome === 'right');
  };
}

/** A number means an index within its split, a range `10-20` several; anything else a class's name. */
function textFilter(
  text: string,
  { trainCount, classNames }: Pick<Loaded, 'trainCount' | 'classNames'>,
): (row: number, label: number) => boolean {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return () => true;
  const numbers = /^(\d+)(?:\s*[-–]\s*(\d+))?$/.exec(wanted);
  if (numbers) {
    const from = Number(numbers[1]);
    const to = Number(numbers[2] ?? numbers[1]);
    return (row) => within(indexOf(row, trainCount), from, to);
  }
  return (_, label) => classNames[label]!.toLowerCase().includes(wanted);
}

const within = (value: number, from: number, to: number) => value >= from && value <= to;

/** A row's index within its split, as PyTorch's data sets count. */
export function indexOf(row: number, trainCount: number): number {
  return row < trainCount ? row : row - trainCount;
}

/** An image's name for people: `training 99`. */
export function nameOf(row: number, trainCount: number): string {
  return `${row < trainCount ? 'training' : 'test'} ${indexOf(row, trainCount)}`;
}

function range(from: number, to: number): Uint32Array {
  return Uint32Array.from({ length: to - from }, (_, i) => from + i);
}
