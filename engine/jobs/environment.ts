import type { EncodingId } from '../data/encodings.js';
import type { Problem } from '../base/problem.js';
import type { Backend } from '../backends/backend.js';
import type { ImportedModel } from '../exchange/onnx/importModel.js';
import type { ExportEnvironment } from '../runs/export.js';
import type { OpenEnvironment, Run } from '../runs/folder.js';
import type { OpenModels } from '../runs/openModels.js';
import type { ImageSet } from '../data/imageSet.js';
import type { FoundImages, ImportChoices, ImportedImages, SkippedFiles } from '../data/imageImport.js';

/** The processes that do jobs, and what each gives them: onnxruntime lives in `engine` only, decoders in `data` only. */
export interface Environments {
  readonly engine: JobEnvironment;
  readonly data: DataEnvironment;
}

/** A process that does jobs. */
export type Host = keyof Environments;

/** Progress reports and cancellation of counted work. */
export interface Following {
  readonly progress: (done: number, total: number | null) => void;
  readonly signal: AbortSignal;
}

/** Images that were read, with what is to be known of them. */
export type ReadSet = Pick<ImportedImages, 'classes' | 'notes' | keyof SkippedFiles> & {
  readonly set: ImageSet;
};

/** A folder or file with images, opened. */
export interface OpenedImages {
  readonly found: FoundImages;
  /** Decodes the images. Throws `bad-data` if none can be read. */
  readonly read: (options: Omit<ImportChoices, 'encoding'> & Following) => Promise<ReadSet>;
  readonly close: () => Promise<void>;
}

/** Data sets and the files that people import, as jobs use them. */
export interface DataEnvironment {
  readonly now: () => number;
  /** The folder of CIFAR-10, which may not exist yet. */
  readonly cifar10Folder: string;
  /** The images of a source. Throws `missing-data` when they are not on this machine. */
  readonly loadImages: JobEnvironment['loadImages'];
  /** Recognizes the images in a folder or file. Throws `bad-data` or `io`. */
  readonly openImages: (path: string, encoding: EncodingId | null) => Promise<OpenedImages>;
  /** Stores images under the hash of their contents, which it returns. */
  readonly saveImages: (name: string, set: ImageSet) => Promise<string>;
  /** Installs CIFAR-10 from an archive, or from its author's server; false when it was there already. */
  readonly fetchCifar10: (archive: string | null, following: Following) => Promise<boolean>;
  /** Reads the model in an ONNX file. */
  readonly readOnnx: (path: string) => Promise<ImportedModel>;
}

/** The machine as jobs use it. The engine itself is plain TypeScript; Node comes in here. */
export interface JobEnvironment extends OpenEnvironment, ExportEnvironment {
  /** The processor's name. */
  readonly processor: string;
  /** Bytes of memory that this process may use. */
  readonly memory: number;
  /** The time of day, ISO 8601, for records. */
  readonly timestamp: () => string;
  /** Reads the model in an ONNX file. */
  readonly readOnnx: (path: string) => Promise<ImportedModel>;
  readonly openRun: (path: string) => Run;
  /** Models of runs that are kept between questions. */
  readonly models: OpenModels;
  /** The backend asked for, or the reference with the reason why not. */
  readonly selectBackend: (
    prefer: 'native' | 'reference',
    threads: number,
  ) => Promise<{ readonly backend: Backend; readonly note: Problem | null }>;
}
