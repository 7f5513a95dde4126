/** What the training loop reports while it runs. `event` names the kind. */
export type TrainingEvent = StepEvent | ProgressEvent | EpochEvent;

/** One step; sent only for the first steps that were asked for. Steps count from 1. */
export interface StepEvent {
  readonly event: 'step';
  readonly step: number;
  readonly loss: number;
}

/** Coalesced metrics of steps, at most 20 a second. */
export interface ProgressEvent {
  readonly event: 'progress';
  readonly epoch: number;
  /** Step in the run of the first loss in `losses`. */
  readonly firstStep: number;
  /** Loss of every step since the last such event. */
  readonly losses: Float32Array;
  /** Fraction of right answers in each step; empty where there are no classes. */
  readonly accuracies: Float32Array;
  readonly stepsDone: number;
  readonly stepsTotal: number;
  readonly imagesPerSecond: number;
  readonly secondsLeft: number;
  readonly learningRate: number;
}

/** An epoch is over. Losses are means over samples; `trainLoss` as it was while training. */
export interface EpochEvent {
  readonly event: 'epoch';
  readonly epoch: number;
  readonly trainLoss: number;
  readonly trainAccuracy: number | null;
  readonly validationLoss: number | null;
  readonly validationAccuracy: number | null;
  readonly seconds: number;
  readonly imagesPerSecond: number;
}
