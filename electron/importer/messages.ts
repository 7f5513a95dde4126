import type { FoundImages, ImportChoices, ImportedImages } from '../ipc/images.js';
import type { Failure } from '../ipc/define.js';

/** What the importer is asked: first to look, then to read, again with other choices if that fails. */
export type ImportRequest =
  | { readonly kind: 'look'; readonly path: string }
  | { readonly kind: 'read'; readonly dataFolder: string; readonly choices: ImportChoices };

/** What it tells; `found`, `done` or `failed` answers a request. */
export type ImportMessage =
  | { readonly kind: 'found'; readonly found: FoundImages }
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'done'; readonly images: ImportedImages }
  /** `unforeseen` is for the log: the stack of what nobody foresaw. */
  | { readonly kind: 'failed'; readonly failure: Failure; readonly unforeseen: string | null };
