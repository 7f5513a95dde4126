import type { Sort } from './sorts.js';

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
  readonly answer: string | null;
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
  answer: null,
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
export function indexOf(row: number, trainCount: number): number {
  return row < trainCount ? row : row - trainCount;
}

/** An image's display name, such as `training 99`. */
export function nameOf(row: number, trainCount: number): string {
  return `${row < trainCount ? 'training' : 'test'} ${indexOf(row, trainCount)}`;
}
