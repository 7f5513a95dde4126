import { invariant } from '../../engine/base/problem.js';
import { countClasses } from '../../engine/io/import/labels.js';
import type { Skipped } from '../../engine/io/import/container.js';
import { openImport, type OpenedImport } from '../../engine/io/import/index.js';
import { saveOwnImages } from '../../engine/io/ownImages.js';
import type { FoundImages, ImportChoices, ImportedImages } from '../ipc/images.js';
import { describeFailure } from '../../engine/jobs/protocol.js';
import type { ImportMessage, ImportRequest } from './messages.js';

// A separate process, so a corrupt image that crashes the decoder, or memory it leaks, can't affect the app.

const MAX_SKIPPED_LISTED = 100;
/** Least time between two progress messages. */
const PROGRESS_MS = 100;

const post = (message: ImportMessage) => process.parentPort.postMessage(message);

let opened: OpenedImport | null = null;

process.parentPort.on('message', ({ data }: { data: ImportRequest }) => {
  answer(data).then(post, (error: unknown) => post({ kind: 'failed', ...describeFailure(error) }));
});

async function answer(request: ImportRequest): Promise<ImportMessage> {
  if (request.kind === 'read') {
    return { kind: 'done', images: await read(request.dataFolder, request.choices) };
  }
  opened = await openImport(request.path);
  return { kind: 'found', found: describe(opened) };
}

function describe({ name, format, recognized, container }: OpenedImport): FoundImages {
  const { form, labellings } = recognized;
  return { name, format, form, labellings, ...summarize(container.skipped) };
}

async function read(dataFolder: string, choices: ImportChoices): Promise<ImportedImages> {
  invariant(opened, 'nothing was inspected before it was to be read');
  let reported = 0;
  const progress = (done: number, total: number) => {
    if (done < total && Date.now() - reported < PROGRESS_MS) return;
    reported = Date.now();
    post({ kind: 'progress', done, total });
  };
  const { name, container } = opened;
  // Never aborted: canceling kills the process.
  const { signal } = new AbortController();
  const { set, skipped } = await opened.read({ ...choices, signal, progress });
  const { side, channels, labels, trainCount, classNames } = set;
  const id = await saveOwnImages(dataFolder, name, set);
  const classes = countClasses(labels, trainCount, (label) => classNames[label]!);
  return { id, name, side, channels, classes, ...summarize([...container.skipped, ...skipped]) };
}

const summarize = (skipped: readonly Skipped[]) => ({
  skippedCount: skipped.length,
  skipped: skipped.slice(0, MAX_SKIPPED_LISTED),
});
