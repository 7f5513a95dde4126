import type { ImportedTable } from '../../electron/ipc/contract.js';
import { prepareTable } from '../../engine/data/preparedTable.js';
import { chooseImages } from '../../engine/data/subset.js';
import { tableOf } from '../../engine/data/tables.js';
import { isImages } from '../../engine/project/samples.js';
import type { ImageDataSpec, TableDataSpec } from '../../engine/project/schema.js';
import { ask } from '../images/library.js';
import { standardizing } from '../../engine/data/transforms/standardizing.js';
import { valueOrNotice } from '../loom.js';
import { forgetData, loadData, takePredictions, useBrowse } from '../state/browse.js';
import { edit, useDocument } from '../state/document.js';
import { setFigures } from '../state/pipelineEdits.js';
import { count, sentence } from '../ui/format.js';
import { announce, notice, show, useUi } from '../state/ui.js';

const DIGITS = 4;
/** Columns have any unit, so it is not decimals that count. */
const SIGNIFICANT = 6;

/** Shows the data as they are on the disk now. */
export function checkData(): void {
  forgetData();
  show('data');
}

/** Shows how samples are prepared. */
export function showTransforms(): void {
  useBrowse.setState({ tab: 'transforms' });
  show('data');
}

/** Normalizes with the mean and standard deviation of the images that train. */
export async function setNormalizeFromTraining(spec: ImageDataSpec): Promise<void> {
  const { data } = useBrowse.getState();
  if (!data) return;
  const { train } = chooseImages(spec, data);
  const { mean, std } = await ask('channels', train);
  const rounded = (values: readonly number[]) => values.map((value) => Number(value.toFixed(DIGITS)));
  edit(setFigures('Normalize', { mean: rounded(mean), std: rounded(std) }));
  notice('ok', `Computed from ${train.length.toLocaleString('en-US')} training images.`);
}

/** Standardizes with the mean and standard deviation of the columns that go in. */
export function setStandardizeFromTable(data: TableDataSpec): void {
  const table = tableOf(data.source);
  if (!table) return;
  const { inputs, rows } = prepareTable(table, data);
  const { mean, std } = standardizing(inputs);
  const short = (values: readonly number[]) => values.map((value) => Number(value.toPrecision(SIGNIFICANT)));
  edit(setFigures('Standardize', { mean: short(mean), std: short(std) }));
  notice('ok', `Computed from ${count(rows.length)} rows.`);
}

/** Asks a run's model about the validation images; its mistakes are shown when it has answered. */
export async function askModel(runId: string): Promise<void> {
  const { document, project } = useDocument.getState();
  if (!document) return;
  const job = await valueOrNotice(window.loom.engine.classify({ token: document.token, runId }));
  if (!job) return;
  useBrowse.setState({ asking: job.jobId });
  const stop = window.loom.on.engineEvents(({ jobId, events }) => {
    if (jobId !== job.jobId) return;
    for (const event of events) {
      if (event.event === 'done' || event.event === 'error') stop();
      // Another project may be open by now.
      if (useBrowse.getState().asking !== jobId) continue;
      if (event.event === 'predictions') {
        takePredictions(runId, event.rows, event.probabilities, event.classes);
        // A table says itself how many of its rows are wrong.
        if (project && isImages(project.data)) announce(`${useBrowse.getState().rows.length} mistakes`);
      }
      if (event.event === 'error') {
        useBrowse.setState({ asking: null });
        notice('bad', sentence(event.message));
      }
    }
  });
}

/** Shows what a run's model gets wrong, in Data. */
export async function showMistakes(runId: string): Promise<void> {
  const { project } = useDocument.getState();
  if (!project) return;
  show('data');
  // What the model says is about images that are there.
  if (isImages(project.data)) await loadData(project.data.source);
  await askModel(runId);
}

/** Reads the table that is being brought in again, with another delimiter or header. */
export async function readTable(reading: Pick<ImportedTable, 'delimiter' | 'headed'>): Promise<void> {
  const table = await valueOrNotice(window.loom.data.readTable(reading));
  if (table) useUi.setState({ table });
}

/** Asks for a CSV file, or takes the dropped one; what it holds is shown before anything is made of it. */
export async function importTable(from: 'file' | 'dropped' = 'file'): Promise<void> {
  const table = await valueOrNotice(window.loom.data.openTable(from));
  if (table) useUi.setState({ table, overlay: 'table' });
}
