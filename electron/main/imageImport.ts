import { join } from 'node:path';
import { utilityProcess } from 'electron';
import { failure, invariant, ProblemError } from '../../engine/base/problem.js';
import type { ImportMessage, ImportRequest } from '../importer/messages.js';
import type { FoundImages, ImportChoices, ImportedImages } from '../ipc/contract.js';

type Progress = (progress: { readonly done: number; readonly total: number }) => void;

/** A process that imports images from one folder or file. */
export interface ImageImport {
  /** The images found. Rejects if nothing is recognized. */
  readonly found: Promise<FoundImages>;
  /** Reads and stores the images. If it fails, it may be retried while the process is alive. */
  readonly read: (
    dataFolder: string,
    choices: ImportChoices,
    onProgress: Progress,
  ) => Promise<ImportedImages>;
  /** Kills the process; pending requests reject. */
  readonly cancel: () => void;
}

interface Waiting {
  readonly resolve: (message: ImportMessage) => void;
  readonly reject: (problem: Error) => void;
  readonly onProgress: Progress;
}

/** Starts an import process and inspects `path`; `report` receives its unexpected errors. */
export function startImport(path: string, report: (problem: string) => void): ImageImport {
  const child = utilityProcess.fork(join(__dirname, 'importer.cjs'), [], { serviceName: 'Layerloom import' });
  const spawned = new Promise<void>((resolve) => {
    child.once('spawn', resolve);
    child.once('exit', () => resolve());
  });
  let ended: ProblemError | null = null;
  let waiting: Waiting | null = null;
  child.on('message', (message: ImportMessage) => {
    if (message.kind === 'progress') waiting?.onProgress({ done: message.done, total: message.total });
    else if (message.kind === 'failed') {
      if (message.stack !== null) report(message.stack);
      waiting?.reject(new ProblemError(message.problem));
    } else waiting?.resolve(message);
  });
  const end = (why: ProblemError) => {
    ended ??= why;
    waiting?.reject(ended);
  };
  child.once('exit', () => end(failure('bad-data/importer-died', {})));

  const ask = async (request: ImportRequest, onProgress: Progress): Promise<ImportMessage> => {
    await spawned;
    return new Promise((resolve, reject) => {
      waiting = { resolve, reject, onProgress };
      if (ended) reject(ended);
      else child.postMessage(request);
    });
  };
  return {
    found: ask({ kind: 'look', path }, () => undefined).then((answer) => answerOf(answer, 'found').found),
    read: async (dataFolder, choices, onProgress) => {
      const { images } = answerOf(await ask({ kind: 'read', dataFolder, choices }, onProgress), 'done');
      child.kill();
      return images;
    },
    cancel: () => {
      end(failure('interrupted/canceled', { what: 'import' }));
      // A process can't be killed before it has spawned.
      void spawned.then(() => child.kill());
    },
  };
}

/** Narrows a message to the expected kind. */
function answerOf<K extends ImportMessage['kind']>(
  message: ImportMessage,
  kind: K,
): Extract<ImportMessage, { kind: K }> {
  invariant(message.kind === kind, `the importer answered ${message.kind} instead of ${kind}`);
  return message as Extract<ImportMessage, { kind: K }>;
}
