import type { Fit } from '../../engine/io/decodeImage.js';
import type { Failure } from '../ipc/define.js';
import type { ImportedImages } from '../ipc/data.js';

/** What the importer is asked for, once. */
export interface ImportRequest {
  readonly folder: string;
  readonly dataFolder: string;
  readonly side: number;
  readonly fit: Fit;
}

/** What it tells; exactly one `done` or `failed` ends it. */
export type ImportMessage =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'done'; readonly images: ImportedImages }
  | { readonly kind: 'failed'; readonly failure: Failure };
