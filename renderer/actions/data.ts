import type { ImportedTable } from '../../electron/ipc/contract.js';
import { chooseImages } from '../../engine/data/subset.js';
import type { ImageDataSpec } from '../../engine/project/schema.js';
import { ask } from '../data/library.js';
import { valueOrNotice } from '../loom.js';
import { loadData, takePredictions, useBrowse } from '../state/browse.js';
import { edit, useDocument } from '../state/document.js';
import { setNormalize } from '../state/edits.js';
import { announce, notice, useUi } from '../state/ui.js';

const DIGITS = 4;

/** Normalizes with the mean and standard deviation of the images that train. */
export async function setNormalizeFromTraining(spec: ImageDataSpec): Promise<void> {
  const { data } = useBrowse.getState();
  if (!data) return;
  const { train } = chooseImages(spec, data);
  const { mean, std } = await ask('channels', train);
  const rounded = (values: readonly number[]) => values.map((value) => Number(value.toFixed(DIGITS)));
  edit(setNormalize({ mean: rounded(mean), std: rounded(std) }));
  notice('ok', `Computed from ${train.length.toLocaleString('en-US')} training images.`);
}

/** Asks a run's model about the validation images; its mistakes are shown when it has answered. */
export async function askModel(runId: string): Promise<void> {
  const { document } = useDocument.getState();
  if (!document) return;
  const job = await valueOrNotice(window.loom.engine.classify({ token: document.token, runId }));
  if (!job) return;
  useBrowse.setState({ asking: job.jobId });
  const stop = window.loom.on.engineEvents(({ jobId, events }) => {
    if (jobId !== job.jobId) return;
    for (const event of events) {
      if (event.event === 'predictions') {
        takePredictions(runId, event.rows, event.probabilities, event.classes);
        announce(`${useBrowse.getState().rows.length} mistakes`);
      }
      if (event.event === 'error') notice('bad', event.message);
      if (event.event === 'done' || event.event === 'error') {
        useBrowse.setState({ asking: null });
        stop();
      }
    }
  });
}

/** Downloads CIFAR-10 and shows it. */
export async function downloadData(): Promise<void> {
  if (await valueOrNotice(window.loom.data.download())) await loadData({ kind: 'cifar10' });
}

/** Takes CIFAR-10 from an archive that the user chooses. */
export async function chooseDataArchive(): Promise<void> {
  const fetched = await valueOrNotice(window.loom.data.chooseArchive());
  if (fetched) await loadData({ kind: 'cifar10' });
}

/** Reads the table that is being brought in again, with another delimiter or header. */
export async function readTable(reading: Pick<ImportedTable, 'delimiter' | 'headed'>): Promise<void> {
  const table = await valueOrNotice(window.loom.data.readTable(reading));
  if (table) useUi.setState({ table });
}

/** Asks for a CSV file; what it holds is shown before anything is made of it. */
export async function importTable(): Promise<void> {
  const table = await valueOrNotice(window.loom.data.openTable());
  if (table) useUi.setState({ table, overlay: 'table' });
}
