import type { Problem } from '../base/problem.js';
import type { Backend } from '../backends/backend.js';
import type { Hash } from '../train/identity.js';
import type { ImageSet } from '../data/imageSet.js';
import type { ImageDataSpec } from '../project/schema.js';
import type { ImportedModel } from '../exchange/onnx/importModel.js';
import type { Run } from '../runs/folder.js';
import type { OpenedFile } from './prove.js';

/** Files that leave the program. */
export interface ExportFiles {
  /**
   * Writes a file beside `path` and renames it into place once `prove` accepts it. Throws what `prove` throws; what
   * was at `path` is untouched then.
   */
  readonly write: <T>(path: string, bytes: Uint8Array, prove: (trial: string) => Promise<T>) => Promise<T>;
  /** Opens an ONNX file from disk in a session of its own. */
  readonly openOnnx: (path: string) => Promise<OpenedFile>;
  /** Reads the model in an ONNX file. */
  readonly readOnnx: (path: string) => Promise<ImportedModel>;
}

/** The processes that do jobs, and what each gives them: onnxruntime lives in `engine` only. */
export interface Environments {
  readonly engine: JobEnvironment;
}

/** A process that does jobs. */
export type Host = keyof Environments;

/** The machine as jobs use it. The engine itself is plain TypeScript; Node comes in here. */
export interface JobEnvironment {
  /** Cores to compute on, unless a job says otherwise. */
  readonly threads: number;
  readonly now: () => number;
  /** Bytes of memory that this process may use. */
  readonly memory: number;
  /** The time of day, ISO 8601, for records. */
  readonly timestamp: () => string;
  readonly hash: Hash;
  readonly files: ExportFiles;
  /** The images of a source. Throws `missing-data` when they are not on this machine. */
  readonly loadImages: (source: ImageDataSpec['source']) => Promise<ImageSet>;
  readonly openRun: (path: string) => Run;
  /** The backend asked for, or the reference with the reason why not. */
  readonly selectBackend: (
    prefer: 'native' | 'reference',
    threads: number,
  ) => Promise<{ readonly backend: Backend; readonly note: Problem | null }>;
}
