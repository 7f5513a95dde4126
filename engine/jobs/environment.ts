import type { Backend } from '../backends/backend.js';
import type { RunControl } from '../train/control.js';
import type { Hash } from '../train/identity.js';
import type { ImageSet } from '../data/imageSet.js';
import type { ImageDataSpec } from '../project/schema.js';
import type { TrainEvent } from './events.js';
import type { OpenedFile } from './prove.js';

/** A run's folder. Writes are atomic: a file is either as before or complete. */
export interface RunStore {
  /** Where it is, for messages. */
  readonly path: string;
  /** Makes sure that the folder exists and can be written. Throws `io` otherwise. */
  readonly prepare: () => Promise<void>;
  /** A file's bytes, or null when there is none. */
  readonly read: (name: RunFile) => Promise<Uint8Array | null>;
  readonly write: (name: RunFile, contents: Uint8Array | string) => Promise<void>;
  /** The full path of one of its files. */
  readonly pathOf: (name: RunFile) => string;
}

/** What a run's folder holds. */
export type RunFile = 'checkpoint.safetensors' | 'run.json' | 'project.loom' | 'model.onnx';

/** Files that leave the program. */
export interface ExportFiles {
  /** Writes atomically. */
  readonly write: (path: string, bytes: Uint8Array) => Promise<void>;
  /** Writes a file beside `path`, hands its place to `use`, and removes it. */
  readonly withTrial: <T>(path: string, bytes: Uint8Array, use: (trial: string) => Promise<T>) => Promise<T>;
  /** Opens an ONNX file from disk in a session of its own. */
  readonly openOnnx: (path: string) => Promise<OpenedFile>;
}

/** What jobs need from the machine. The engine itself is plain TypeScript; this is where Node comes in. */
export interface JobEnvironment {
  readonly control: RunControl;
  readonly emit: (event: TrainEvent) => void;
  readonly now: () => number;
  /** Bytes of memory that this process may use. */
  readonly memory: number;
  /** The time of day, ISO 8601, for records. */
  readonly timestamp: () => string;
  readonly hash: Hash;
  readonly files: ExportFiles;
  /** The images of a source. Throws `missing-data` when they are not on this machine. */
  readonly loadImages: (source: ImageDataSpec['source']) => Promise<ImageSet>;
  readonly openRun: (path: string) => RunStore;
  /** The backend asked for, or the reference with the reason why not. */
  readonly selectBackend: (
    prefer: 'native' | 'reference',
    threads: number,
  ) => Promise<{ readonly backend: Backend; readonly note: string | null }>;
}
