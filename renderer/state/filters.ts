import type { Sort } from './sorts.js';

/** Which part of the data set is shown. */
export type SplitFilter = 'train' | 'test' | 'both';

/** From and to, both included; null where there is no limit. */
export interface Range {
  readonly from: number | null;
  readonly to: number | null;
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
  /** The class that the model says; null for any. */
  readonly answer: string | null;
  readonly loss: Range;
  /** 0 to 1. */
  readonly confidence: Range;
  /** Rows to which everything is confined, such as a group of duplicates; null for no limit. */
  readonly only: { readonly name: string; readonly rows: readonly number[] } | null;
}

const ALL: Range = { from: null, to: null };

/** What is asked of a model's answers: nothing. */
export const NO_MODEL_FILTERS = {
  outcome: 'all',
  answer: null,
  loss: ALL,
  confidence: ALL,
} as const satisfies Partial<Filters>;

/** The training split as it lies in the files. */
export const NO_FILTERS: Filters = {
  split: 'train',
  classes: [],
  text: '',
  sort: 'index',
  only: null,
  ...NO_MODEL_FILTERS,
};

/** A row's index within its split, as PyTorch's data sets count. */
export function indexOf(row: number, trainCount: number): number {
  return row < trainCount ? row : row - trainCount;
}

/** An image's name for people: `training 99`. */
export function nameOf(row: number, trainCount: number): string {
  return `${row < trainCount ? 'training' : 'test'} ${indexOf(row, trainCount)}`;
}
