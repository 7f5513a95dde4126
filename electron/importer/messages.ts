import type { FoundImages, ImportChoices, ImportedImages } from '../ipc/images.js';
import type { FailureReport } from '../../engine/jobs/protocol.js';

/** A request to the importer: `look` first, then `read`, which may be retried with other choices if it fails. */
export type ImportRequest =
  | { readonly kind: 'look'; readonly path: string }
  | { readonly kind: 'read'; readonly dataFolder: string; readonly choices: ImportChoices };

/** A message from the importer; `found`, `done` or `failed` answers a request. */
export type ImportMessage =
  | { readonly kind: 'found'; readonly found: FoundImages }
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'done'; readonly images: ImportedImages }
  | ({ readonly kind: 'failed' } & FailureReport);
