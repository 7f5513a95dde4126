import type { Problem } from '../base/problem.js';
import type { Backend } from '../backends/backend.js';
import type { ImportedModel } from '../exchange/onnx/importModel.js';
import type { ExportEnvironment } from '../runs/export.js';
import type { OpenEnvironment, Run } from '../runs/folder.js';

/** The processes that do jobs, and what each gives them: onnxruntime lives in `engine` only. */
export interface Environments {
  readonly engine: JobEnvironment;
}

/** A process that does jobs. */
export type Host = keyof Environments;

/** The machine as jobs use it. The engine itself is plain TypeScript; Node comes in here. */
export interface JobEnvironment extends OpenEnvironment, ExportEnvironment {
  /** Bytes of memory that this process may use. */
  readonly memory: number;
  /** The time of day, ISO 8601, for records. */
  readonly timestamp: () => string;
  /** Reads the model in an ONNX file. */
  readonly readOnnx: (path: string) => Promise<ImportedModel>;
  readonly openRun: (path: string) => Run;
  /** The backend asked for, or the reference with the reason why not. */
  readonly selectBackend: (
    prefer: 'native' | 'reference',
    threads: number,
  ) => Promise<{ readonly backend: Backend; readonly note: Problem | null }>;
}
