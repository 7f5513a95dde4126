import type { Problem } from '../base/problem.js';
import type { TrainingEvent } from '../train/events.js';
import type { Baseline } from '../train/regression.js';

/** Progress reports of training; `event` names the kind. The command line prints these with `--json`. */
export type TrainEvent = StartEvent | TrainingEvent | NoteEvent;

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
  /** Of a regression: the figures of always predicting the mean. */
  readonly baseline: Baseline | null;
  readonly backend: 'native' | 'reference';
  readonly threads: number;
}

/** Something worth knowing that stops nothing. */
export interface NoteEvent {
  readonly event: 'note';
  readonly note: Problem;
}
