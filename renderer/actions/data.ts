import type { SavedParams } from '../../engine/base/fields.js';
import { type PipelinePart, ProblemError } from '../../engine/base/problem.js';
import { prepareTable } from '../../engine/data/preparedTable.js';
import { chooseImages, spread } from '../../engine/data/sampler.js';
import { tableOf } from '../../engine/data/table.js';
import { stepsOnBytes, transformOf } from '../../engine/data/transforms/index.js';
import type { JobResult } from '../../engine/jobs/index.js';
import { setFigures } from '../../engine/project/edits.js';
import { isImages } from '../../engine/project/samples.js';
import type { ImageDataSpec } from '../../engine/project/schema.js';
import { tableFigures } from '../../engine/project/tableFigures.js';
import type { ImportedTable, RefusedTable, UnreadTable } from '../../engine/data/tableForm.js';
import { decimalOf, withRows } from '../../engine/project/tableProject.js';
import { messageOf } from '../../engine/text/index.js';
import type { App } from '../app.js';
import { SHEET_SIDE } from '../images/messages.js';
import { orNotice, valueOrNotice } from '../loom.js';
import { filterBy, loadData, showPredictions, unloadData } from '../state/browse.js';
import { edit } from '../state/document.js';
import { NO_FILTERS, type Sort, splitRange } from '../state/filters.js';
import { announce, notice, show } from '../state/ui.js';
import { count } from '../ui/format.js';

/** Of a computed setting: enough for training, and short enough to read. */
const SIGNIFICANT_DIGITS = 6;

/** Shows the data as they are on the disk now. */
export function reloadData(app: App): void {
  unloadData(app);
  show(app, 'data');
}

/** Shows how samples are prepared. */
export function showTransforms(app: App): void {
  app.browse.setState({ tab: 'transforms' });
  show(app, 'data');
}

/** Computes the settings of the steps of a type from the training samples; adds the step where there is none. */
export async function computeStep(app: App, part: PipelinePart, type: string): Promise<void> {
  const { project } = app.document.getState();
  if (!project) return;
  const { data, training } = project;
  const computed = isImages(data)
    ? await figuresOfImages(app, type, data)
    : figuresOfTable(part, type, { data, training });
  if (!computed) return;
  edit(app, setFigures(part, type, shortened(computed.figures)));
  notice(app, 'ok', `Computed from ${computed.from}.`);
}

/** The images that are transformed before their channels are measured: enough for four decimals, in about a second. */
const MOST_TRANSFORMED = 1000;

interface ComputedFigures {
  readonly figures: SavedParams;
  readonly from: string;
}

async function figuresOfImages(app: App, type: string, spec: ImageDataSpec): Promise<ComputedFigures | null> {
  const figures = transformOf(type).figures?.images;
  const { data } = app.browse.getState();
  if (!figures || !data) return null;
  const { transforms } = spec;
  const { train } = chooseImages(spec, data);
  const rows = stepsOnBytes(transforms).length > 0 ? spread(train, MOST_TRANSFORMED) : train;
  return {
    figures: figures(await app.images.ask('channels', { rows, transforms })),
    from: `${count(rows.length)} training images`,
  };
}

function figuresOfTable(
  part: PipelinePart,
  type: string,
  project: Parameters<typeof tableFigures>[0],
): ComputedFigures | null {
  const table = tableOf(project.data.source);
  if (!table) return null;
  const computed = tableFigures(project, prepareTable(table, project.data), part, type);
  return computed && { figures: computed.figures, from: `${count(computed.rows)} training rows` };
}

/** Columns have any unit, so significant digits count, not decimals. */
function shortened(figures: SavedParams): SavedParams {
  const short = (value: number) => Number(value.toPrecision(SIGNIFICANT_DIGITS));
  return Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [
      name,
      typeof value === 'number' ? short(value) : Array.isArray(value) ? value.map(short) : value,
    ]),
  );
}

/** Asks a run's model about the validation images; its mistakes are shown when it has answered. */
export async function predict(app: App, runId: string): Promise<void> {
  const { document, project } = app.document.getState();
  if (!document) return;
  const job = app.jobs.run('classify', { run: { token: document.token, runId } });
  app.browse.setState({ predicting: job });
  const predictions = await orNotice(app, job.result);
  // Another project may be open by now.
  if (app.browse.getState().predicting !== job) return;
  app.browse.setState({ predicting: null });
  if (!predictions) return;
  showPredictions(app, runId, predictions, {
    only: { name: 'Validation', rows: [...predictions.rows] },
    outcome: 'wrong',
    sort: 'worst',
  });
  // A table says itself how many of its rows are wrong.
  if (project && isImages(project.data)) announce(app, `${app.browse.getState().rows.length} mistakes`);
}

/** Shows what a run's model gets wrong, in Data. */
export async function showMistakes(app: App, runId: string): Promise<void> {
  const { project } = app.document.getState();
  if (!project) return;
  show(app, 'data');
  // Predictions need the images to be loaded.
  if (isImages(project.data)) await loadData(app, project.data.source);
  await predict(app, runId);
}

/** A set of images, in an order. */
export interface NamedImages {
  readonly name: string;
  readonly rows: readonly number[];
  readonly sort: Sort;
}

/** Shows images with a run's predictions for them, in Data. */
export async function showImages(
  app: App,
  runId: string,
  predictions: JobResult<'classify'>,
  { name, rows, sort }: NamedImages,
): Promise<void> {
  const { project } = app.document.getState();
  if (!project || !isImages(project.data)) return;
  show(app, 'data');
  await loadData(app, project.data.source);
  showPredictions(app, runId, predictions, { only: { name, rows }, sort });
}

/** Reads the table that is being brought in again, in another way; null where it is to be detected. */
export async function readTable(
  app: App,
  reading: Parameters<App['loom']['data']['readTable']>[0],
): Promise<void> {
  const table = await valueOrNotice(app, app.loom.data.readTable(reading));
  if (table) app.ui.setState({ table });
}

/** Asks for a CSV file, or takes the dropped one; what it holds is shown before anything is made of it. */
export async function importTable(app: App, from: 'file' | 'dropped' = 'file'): Promise<void> {
  const table = await valueOrNotice(app, app.loom.data.openTable(from));
  if (table) app.ui.setState({ table, overlay: 'table' });
}

/** An opened table, read once more with the project's decimal mark where the file itself leaves it in doubt. */
async function asTheProject(
  app: App,
  table: ImportedTable | UnreadTable | RefusedTable,
  decimal: ImportedTable['decimal'],
) {
  if (decimal === null || 'problem' in table || table.columns.every(({ doubt }) => doubt === null))
    return table;
  const { encoding, delimiter, headed } = table;
  const reading = { encoding, delimiter, headed, decimal, keepUnits: false };
  return valueOrNotice(app, app.loom.data.readTable(reading));
}

/** Asks for the file with the rows of the project's table, which has only its columns. */
export async function bringRows(app: App): Promise<void> {
  const opened = await valueOrNotice(app, app.loom.data.openTable('file'));
  const { project } = app.document.getState();
  if (!opened || !project || isImages(project.data)) return;
  const table = await asTheProject(app, opened, decimalOf(project.data));
  if (!table) return;
  try {
    if ('problem' in table) throw new ProblemError(table.problem);
    const data = withRows(project.data, table);
    edit(app, (before) => ({ ...before, data }));
    announce(app, `${count(table.rows)} rows`);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    notice(app, 'bad', messageOf(error.problem));
  }
}

const NAME = 'One of each class';
/** Large enough for the names below the images. */
const SIZE = 128;

/** Shows one example per class, in label order; each call shows the next one. */
export function showOneOfEach(app: App): void {
  const { data, filters, nextExample } = app.browse.getState();
  if (!data) return;
  const next = filters.only?.name === NAME ? nextExample : 0;
  const [from, to] = splitRange(filters.split, data);
  const rows = data.classNames.flatMap((_, label) => {
    const own: number[] = [];
    for (let row = from; row < to && own.length <= next; row++) if (data.labels[row] === label) own.push(row);
    return own.slice(-1);
  });
  app.browse.setState({ size: SIZE, nextExample: next + 1 });
  filterBy(app, { ...NO_FILTERS, split: filters.split, only: { name: NAME, rows } });
  announce(app, `${rows.length} images, one of each class`);
}

/** Approximate minimum width of the copied picture, so that individual pixels are visible. */
const WIDE = 256;
/** Maximum number of images in one picture: the capacity of a sheet. */
const MOST = SHEET_SIDE * SHEET_SIDE;

/** Copies images to the clipboard as one picture: side by side, and enlarged if there are few. */
export async function copyImages(app: App, rows: readonly number[]): Promise<void> {
  try {
    const picture = await sideBySide(app, rows.slice(0, MOST));
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
    notice(app, 'ok', copiedMessage(rows.length));
  } catch (problem) {
    notice(app, 'bad', `The image could not be copied: ${(problem as Error).message}`);
  }
}

async function sideBySide(app: App, rows: readonly number[]): Promise<Blob> {
  const sheet = await app.images.ask('sheet', Uint32Array.from(rows));
  const side = sheet.width / SHEET_SIDE;
  const columns = Math.ceil(Math.sqrt(rows.length));
  const scale = Math.max(1, Math.round(WIDE / (columns * side)));
  const cell = side * scale;
  const canvas = new OffscreenCanvas(columns * cell, Math.ceil(rows.length / columns) * cell);
  const context = canvas.getContext('2d')!;
  context.imageSmoothingEnabled = false;
  rows.forEach((_, i) => {
    const [left, top] = [(i % SHEET_SIDE) * side, Math.floor(i / SHEET_SIDE) * side];
    const [x, y] = [(i % columns) * cell, Math.floor(i / columns) * cell];
    context.drawImage(sheet, left, top, side, side, x, y, cell, cell);
  });
  sheet.close();
  return canvas.convertToBlob();
}

function copiedMessage(count: number): string {
  if (count === 1) return 'Image copied.';
  return count <= MOST
    ? `${count} images copied as one picture.`
    : `The first ${MOST} images copied as one picture.`;
}
