import { basename } from 'node:path';
import { importFolder } from '../../engine/io/importFolder.js';
import { saveOwnImages } from '../../engine/io/ownImages.js';
import type { ImportedImages } from '../ipc/data.js';
import { failureOf } from '../main/answer.js';
import type { ImportMessage, ImportRequest } from './messages.js';

// A process of its own: the decoder brings another GLib than the desktop's, and both in one process crash;
// and what a broken image does to a decoder ends here.

const SKIPPED_TOLD = 100;
/** Between two messages. */
const PROGRESS_MS = 100;

const post = (message: ImportMessage) => process.parentPort.postMessage(message);

process.parentPort.once('message', ({ data }: { data: ImportRequest }) => {
  run(data).then(
    (images) => post({ kind: 'done', images }),
    (problem: unknown) => post({ kind: 'failed', failure: failureOf(problem, () => undefined) }),
  );
});

async function run({ folder, dataFolder, side, fit }: ImportRequest): Promise<ImportedImages> {
  let told = 0;
  const progress = (done: number, total: number) => {
    if (done < total && Date.now() - told < PROGRESS_MS) return;
    told = Date.now();
    post({ kind: 'progress', done, total });
  };
  // Cancelling ends the process.
  const { signal } = new AbortController();
  const { set, skipped } = await importFolder(folder, { side, fit, signal, progress });
  const name = basename(folder);
  const id = await saveOwnImages(dataFolder, name, set);
  return {
    id,
    name,
    side: set.side,
    classes: set.classNames.map((className, label) => ({
      name: className,
      images: set.labels.filter((one) => one === label).length,
    })),
    skippedCount: skipped.length,
    skipped: skipped.slice(0, SKIPPED_TOLD),
  };
}
