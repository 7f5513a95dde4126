import type { RegressionFigures } from '../evaluate/regression.js';

/** Events of the training loop; `event` is the kind. */
export type TrainingEvent = StepEvent | ProgressEvent | EpochEvent;

/** One step; sent only for the first `logSteps` steps. Steps count from 1. */
export interface StepEvent {
  readonly event: 'step';
  readonly step: number;
  readonly loss: number;
}

/** Coalesced metrics of steps, at most 20 events per second. */
export interface ProgressEvent {
  readonly event: 'progress';
  readonly epoch: number;
  /** Step of the first loss in `losses`, counted within the run. */
  readonly firstStep: number;
  /** Loss of every step since the last such event. */
  readonly losses: Float32Array;
  /** Accuracy of each step; empty if there are no classes. */
  readonly accuracies: Float32Array;
  readonly stepsDone: number;
  readonly stepsTotal: number;
  readonly imagesPerSecond: number;
  readonly secondsLeft: number;
  readonly learningRate: number;
}

/** Results of an epoch. Losses are means over samples; `trainLoss` is measured during training. */
export interface EpochEvent {
  readonly event: 'epoch';
  readonly epoch: number;
  readonly trainLoss: number;
  readonly trainAccuracy: number | null;
  readonly validationLoss: number | null;
  readonly validationAccuracy: number | null;
  /** Errors of each target after the epoch, on the rows that validate or, without any, on those that train. */
  readonly regression: readonly RegressionFigures[] | null;
  readonly seconds: number;
  readonly imagesPerSecond: number;
}
