import type { ErrorCode } from '../base/errors.js';
import type { Fix } from '../base/problem.js';
import type { FileComparison } from '../exchange/onnx/certificate.js';
import type { TrainingEvent } from '../train/events.js';

/**
 * What a job tells while it runs. The command line prints these with `--json`, the engine’s process posts
 * them, the window draws them: one vocabulary for all. `event` names the kind.
 */
export type TrainEvent =
  StartEvent | TrainingEvent | NoteEvent | PausedEvent | PredictionsEvent | DoneEvent | ErrorEvent;

/** Training is about to take its first step. */
export interface StartEvent {
  readonly event: 'start';
  readonly parameters: number;
  readonly trainCount: number;
  readonly validationCount: number;
  readonly stepsPerEpoch: number;
  readonly epochs: number;
  /** Epochs that an earlier part of this run has finished. */
  readonly epochsDone: number;
  readonly backend: 'native' | 'reference';
  readonly threads: number;
}

/** Something worth knowing that stops nothing. */
export interface NoteEvent {
  readonly event: 'note';
  readonly message: string;
}

/** What a model says about samples of its data set. */
export interface PredictionsEvent {
  readonly event: 'predictions';
  /** Rows of the data set. */
  readonly rows: Uint32Array;
  /** One row for each sample, one number for each of `classes`. */
  readonly probabilities: Float32Array;
  readonly classes: readonly string[];
}

/** Training rests between two steps, or goes on. */
export interface PausedEvent {
  readonly event: 'paused' | 'resumed';
}

/** Exactly one of `done` and `error` ends a job. */
export interface DoneEvent {
  readonly event: 'done';
  /** `stopped` when someone asked for it before the last epoch. */
  readonly reason: 'finished' | 'stopped';
  readonly seconds: number;
  readonly epochs: number;
  readonly out: string | null;
  readonly onnx: string | null;
  readonly certificate: CertificateSummary | null;
  /** What was written, when something was. */
  readonly file: FileFacts | null;
}

/** An exported file in figures. */
export interface FileFacts {
  readonly bytes: number;
  readonly opset: number;
  readonly input: TensorFacts;
  readonly output: TensorFacts;
  /** onnxruntime's time on one thread, in batches. */
  readonly secondsPerSample: number;
}

/** An input or output of a file. */
export interface TensorFacts {
  readonly name: string;
  readonly dtype: string;
  /** As PyTorch users read it: `[B, 3, 32, 32]`. */
  readonly shape: string;
}

/** The engine's answers beside those of the operators' own kernels, which share no code with onnxruntime. */
export interface KernelComparison {
  readonly images: number;
  readonly maxAbsDiff: number;
}

/** The proof of an exported file, in figures. */
export interface CertificateSummary extends FileComparison {
  readonly kernels: KernelComparison;
}

/** The job failed. What was trained until the last checkpoint is kept. */
export interface ErrorEvent {
  readonly event: 'error';
  readonly code: ErrorCode;
  readonly message: string;
  readonly where: string | null;
  readonly repair: Fix | null;
}
