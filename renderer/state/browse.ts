import { create } from 'zustand';
import { ask } from '../data/library.js';
import type { ImageSource, Loaded } from '../data/messages.js';
import { filtered, NEEDS_MODEL, type Filters, type Predictions } from './filters.js';

/** The pages beside the images. */
export const DATA_TABS = ['image', 'subset', 'transforms', 'statistics'] as const;
/** One of them. */
export type DataTab = (typeof DATA_TABS)[number];

interface Browse {
  readonly state: 'unknown' | 'loading' | 'ready' | 'missing';
  /** Why the data set cannot be shown. */
  readonly problem: string | null;
  /** Which data set this is: `cifar10`, or the id of the user's own images. */
  readonly source: string | null;
  readonly data: Loaded | null;
  readonly filters: Filters;
  /** Rows that pass the filters, in order. */
  readonly rows: Uint32Array;
  readonly predictions: Predictions | null;
  /** The model is being asked, under this job. */
  readonly asking: string | null;
  /** The image that the inspector shows. */
  readonly current: number | null;
  /** Side of a thumbnail in pixels. */
  readonly size: number;
  readonly tab: DataTab;
  /** Seed of the samples that show what augmentation does. */
  readonly seed: number;
}

const NO_FILTERS: Filters = {
  split: 'train',
  classes: [],
  text: '',
  sort: 'index',
  outcome: 'all',
  only: null,
};

/** The data set as it is browsed. */
export const useBrowse = create<Browse>()(() => ({
  state: 'unknown',
  problem: null,
  source: null,
  data: null,
  filters: NO_FILTERS,
  rows: new Uint32Array(0),
  predictions: null,
  asking: null,
  current: null,
  size: 48,
  tab: 'image',
  seed: 0,
}));

/** Fetches a data set, unless it is the one that is here. */
export async function loadData(source: ImageSource): Promise<void> {
  const key = source.kind === 'cifar10' ? source.kind : source.id;
  const before = useBrowse.getState();
  if (before.source === key && before.state !== 'missing') return;
  useBrowse.setState({
    state: 'loading',
    problem: null,
    source: key,
    data: null,
    filters: NO_FILTERS,
    predictions: null,
  });
  try {
    const data = await ask('load', source);
    if (useBrowse.getState().source !== key) return;
    const rows = filtered(data, NO_FILTERS, null);
    useBrowse.setState({ state: 'ready', data, rows, current: rows[0] ?? null });
  } catch (problem) {
    useBrowse.setState({ state: 'missing', problem: (problem as Error).message });
  }
}

/** Changes some filters. */
export function filterBy(change: Partial<Filters>): void {
  const { filters, data, current, predictions } = useBrowse.getState();
  const next = { ...filters, ...change };
  const rows = data ? filtered(data, next, predictions) : new Uint32Array(0);
  const stays = current !== null && rows.includes(current);
  useBrowse.setState({ filters: next, rows, current: stays ? current : (rows[0] ?? null) });
}

/** Takes every filter away. */
export function clearFilters(): void {
  filterBy(NO_FILTERS);
}

/** What a model said is out of date: it learns on. */
export function forgetPredictions(): void {
  const { filters, predictions } = useBrowse.getState();
  if (!predictions) return;
  useBrowse.setState({ predictions: null });
  filterBy({ outcome: 'all', sort: NEEDS_MODEL.has(filters.sort) ? 'index' : filters.sort, only: null });
}

/** Takes in what the model said; the images that it was asked about are shown. */
export function takePredictions(
  runId: string,
  rows: Uint32Array,
  probabilities: Float32Array,
  classes: readonly string[],
): void {
  const width = classes.length;
  const byRow = new Map(
    Array.from(rows, (row, i) => [row, probabilities.subarray(i * width, (i + 1) * width)] as const),
  );
  useBrowse.setState({ predictions: { runId, classes, byRow }, asking: null });
  filterBy({
    split: 'both',
    only: { name: 'Validation', rows: [...rows] },
    outcome: 'wrong',
    sort: 'worst',
    text: '',
    classes: [],
  });
}
