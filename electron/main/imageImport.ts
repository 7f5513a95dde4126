import { join } from 'node:path';
import { utilityProcess } from 'electron';
import { LoomError } from '../../engine/errors.js';
import type { ImportMessage, ImportRequest } from '../importer/messages.js';
import type { ImportedImages } from '../ipc/contract.js';
import { FailureError } from './shellError.js';

/** An import of images that is under way. */
interface RunningImport {
  readonly result: Promise<ImportedImages>;
  readonly cancel: () => void;
}

/** Starts a process that brings images in. Its result rejects when that fails, is cancelled or crashes. */
export function startImport(
  request: ImportRequest,
  onProgress: (progress: { done: number; total: number }) => void,
): RunningImport {
  const child = utilityProcess.fork(join(__dirname, 'importer.cjs'), [], { serviceName: 'Layerloom import' });
  let cancelled = false;
  const result = new Promise<ImportedImages>((resolve, reject) => {
    child.on('message', (message: ImportMessage) => {
      if (message.kind === 'progress') {
        const { done, total } = message;
        onProgress({ done, total });
        return;
      }
      if (message.kind === 'done') resolve(message.images);
      else reject(new FailureError(message.failure));
      child.kill();
    });
    child.once('exit', () => {
      reject(
        cancelled
          ? new LoomError('interrupted', 'The import was cancelled; nothing was kept.')
          : new LoomError(
              'bad-data',
              'Reading the images ended unexpectedly. One of them may be damaged in a way that the decoder does not survive.',
            ),
      );
    });
    child.once('spawn', () => child.postMessage(request));
  });
  return {
    result,
    cancel: () => {
      cancelled = true;
      child.kill();
    },
  };
}
