import { createStore } from 'zustand/vanilla';
import { problemOf } from '../../engine/base/problem.js';
import { isImages } from '../../engine/project/samples.js';
import { messageOf } from '../../engine/text/index.js';
import type { JobResult } from '../../engine/jobs/index.js';
import type { App } from '../app.js';
import type { ImageSource, Loaded } from '../images/messages.js';
import type { RunningJob } from '../jobs.js';
import { resetDuplicates } from './duplicates.js';
import { filtered, type Filters, NO_FILTERS, NO_MODEL_FILTERS, type Predictions, SORTS } from './filters.js';

/** A page beside the images. */
export type DataTab = 'image' | 'subset' | 'transforms' | 'statistics';

/** The data set as it is browsed. */
export interface Browse {
  readonly state: 'unknown' | 'loading' | 'ready' | 'missing';
  /** The reason why the data set cannot be shown. */
  readonly problem: string | null;
  /** Which data set this is: `cifar10`, or the id of the user's own images. */
  readonly source: string | null;
  readonly data: Loaded | null;
  readonly filters: Filters;
  /** Rows that pass the filters, in order. */
  readonly rows: Uint32Array;
  readonly predictions: Predictions | null;
  /** The job that asks the model. */
  readonly predicting: RunningJob<'classify'> | null;
  /** The image that the inspector shows. */
  readonly current: number | null;
  /** Chosen rows, `current` among them; all of them pass the filters. */
  readonly selected: ReadonlySet<number>;
  /** The start of a range of selected images. */
  readonly anchor: number | null;
  /** Side of a thumbnail in pixels. */
  readonly size: number;
  readonly tab: DataTab;
  /** Seed of the samples that show what augmentation does. */
  readonly seed: number;
  /** Index within each class of the next image that "one of each class" shows. */
  readonly nextExample: number;
}

const SIZE = 48;

/** Makes the store of the browsed data set. */
export const createBrowse = () =>
  createStore<Browse>()(() => ({
    state: 'unknown',
    problem: null,
    source: null,
    data: null,
    filters: NO_FILTERS,
    rows: new Uint32Array(0),
    predictions: null,
    predicting: null,
    current: null,
    selected: new Set<number>(),
    anchor: null,
    size: SIZE,
    tab: 'image',
    seed: 0,
    nextExample: 0,
  }));

/** Fetches a data set, unless it is the one that is here. */
export async function loadData(app: App, source: ImageSource): Promise<void> {
  const key = source.kind === 'cifar10' ? source.kind : source.id;
  const before = app.browse.getState();
  if (before.source === key && before.state !== 'missing') return;
  app.browse.setState({ state: 'loading', problem: null, source: key, data: null });
  resetDuplicates(app);
  try {
    const data = await app.images.ask('load', source);
    if (app.browse.getState().source !== key) return;
    app.browse.setState({ state: 'ready', data });
    resetBrowse(app);
  } catch (error) {
    if (app.browse.getState().source !== key) return;
    app.browse.setState({ state: 'missing', problem: messageOf(problemOf(error)) });
  }
}

/** The files have changed: they are loaded again when they are viewed. */
export function unloadData(app: App): void {
  app.browse.setState({ state: 'unknown', source: null, data: null });
}

/** Shows the project's own classes and resets selection and predictions, as for a newly opened project. */
export function resetBrowse(app: App): void {
  app.browse.setState({ predictions: null, predicting: null, tab: 'image', size: SIZE });
  filterBy(app, { ...NO_FILTERS, classes: ownClasses(app) });
  const { rows } = app.browse.getState();
  choose(app, rows.subarray(0, 1));
}

/** The labels of the project's classes; none if these are all classes of the data set. */
function ownClasses(app: App): number[] {
  const project = app.document.getState().project;
  const names = app.browse.getState().data?.classNames ?? [];
  if (!project || !isImages(project.data)) return [];
  const { classes } = project.data;
  const own = names.flatMap((name, label) => (classes.includes(name) ? [label] : []));
  return own.length < names.length ? own : [];
}

/** Changes some filters; what does not pass them is no longer chosen. */
export function filterBy(app: App, change: Partial<Filters>): void {
  const { filters, data, current, selected, predictions } = app.browse.getState();
  const next = { ...filters, ...change };
  const rows = data ? filtered(data, next, predictions) : new Uint32Array(0);
  app.browse.setState({ filters: next, rows });
  const kept = rows.filter((row) => selected.has(row));
  const stays = current !== null && kept.includes(current);
  choose(app, kept.length > 0 ? kept : rows.subarray(0, 1), stays ? current : undefined);
}

/** Chooses rows; the inspector shows the last of them unless another is named. */
export function choose(app: App, rows: ArrayLike<number>, current = rows[rows.length - 1]): void {
  app.browse.setState({
    selected: new Set(Array.from(rows)),
    current: current ?? null,
    anchor: current ?? null,
  });
}

/** Takes every filter away. */
export function clearFilters(app: App): void {
  filterBy(app, NO_FILTERS);
}

/** The predictions are out of date: the model continues training. */
export function clearPredictions(app: App): void {
  const { filters, predictions } = app.browse.getState();
  if (!predictions) return;
  app.browse.setState({ predictions: null });
  const sort = SORTS[filters.sort].needsModel ? 'index' : filters.sort;
  filterBy(app, { ...NO_MODEL_FILTERS, sort, only: null });
}

/** Stores a model's predictions and shows the samples that pass the filters. */
export function showPredictions(
  app: App,
  runId: string,
  { rows, probabilities, classes }: JobResult<'classify'>,
  filters: Partial<Filters>,
): void {
  const width = classes.length;
  const byRow = new Map(
    Array.from(rows, (row, i) => [row, probabilities.subarray(i * width, (i + 1) * width)] as const),
  );
  app.browse.setState({ predictions: { runId, classes, byRow }, predicting: null });
  filterBy(app, { ...NO_FILTERS, split: 'both', ...filters });
}

/** A selection mode: only the given image, toggle it, or the range from the anchor to it. */
export type ChooseMode = 'alone' | 'toggle' | 'range';

/** Selects the image at a position in the list, clamped to its bounds. */
export function chooseAt(app: App, position: number, mode: ChooseMode): void {
  const { rows, selected, anchor } = app.browse.getState();
  const row = rows[Math.min(Math.max(position, 0), rows.length - 1)];
  if (row === undefined) return;
  if (mode === 'alone') choose(app, [row]);
  if (mode === 'toggle') toggle(app, row, selected);
  if (mode === 'range') {
    const start = anchor === null ? row : anchor;
    const [from, to] = [rows.indexOf(start), rows.indexOf(row)].sort((a, b) => a - b) as [number, number];
    choose(app, rows.subarray(from, to + 1), row);
    app.browse.setState({ anchor: start });
  }
}

/** Selects all listed images. */
export function chooseAll(app: App): void {
  const { rows, current } = app.browse.getState();
  choose(app, rows, current ?? undefined);
}

/** Reduces the selection to the image in the inspector. */
export function chooseCurrent(app: App): void {
  const { current } = app.browse.getState();
  if (current !== null) choose(app, [current]);
}

function toggle(app: App, row: number, selected: ReadonlySet<number>): void {
  const next = new Set(selected);
  // Keep at least one image selected, so that the inspector has something to show.
  if (next.delete(row) && next.size > 0) choose(app, [...next]);
  else choose(app, [...next, row]);
}
