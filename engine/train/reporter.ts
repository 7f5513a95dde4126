import type { ProgressEvent, TrainingEvent } from './events.js';
import type { RunState } from './state.js';
import { learningRate, type StepResults } from './stepper.js';
import type { Recipe } from './step.js';

/** Turns the results of calls into events that a person or a window can follow. */
export interface Reporter {
  /** `first` is the number of the first step of this call, counted from 1; `ms` how long it took. */
  readonly took: (batches: readonly Uint32Array[], results: StepResults, first: number, ms: number) => void;
  /** Sends what has not been sent yet. */
  readonly flush: () => void;
}

interface ReportOptions {
  readonly epochs: number;
  readonly batchSize: number | 'full';
  readonly logSteps: number;
}

/** Least time between two progress events: 20 a second at most. */
const PROGRESS_MS = 50;

/** Weight of the newest call in the running speed. */
const SMOOTHING = 0.2;

/** Makes a reporter for one part of a run. */
export function createReporter(
  { optimizer }: Recipe,
  state: RunState,
  { epochs, batchSize, logSteps }: ReportOptions,
  env: { readonly emit: (event: TrainingEvent) => void; readonly now: () => number },
): Reporter {
  const stepsPerEpoch = batchSize === 'full' ? 1 : Math.ceil(state.train.length / batchSize);
  const stepsTotal = stepsPerEpoch * epochs;
  let sentAt = -Infinity;
  let losses: number[] = [];
  let accuracies: number[] = [];
  let speed: { samples: number; steps: number } | null = null;

  const send = () => {
    if (losses.length === 0) return;
    env.emit(progress(state.step));
    sentAt = env.now();
    losses = [];
    accuracies = [];
  };
  const progress = (stepsDone: number): ProgressEvent => ({
    event: 'progress',
    epoch: state.epoch + 1,
    firstStep: stepsDone - losses.length + 1,
    losses: Float32Array.from(losses),
    accuracies: Float32Array.from(accuracies),
    stepsDone,
    stepsTotal,
    imagesPerSecond: speed?.samples ?? 0,
    secondsLeft: speed ? (stepsTotal - stepsDone) / speed.steps : 0,
    learningRate: learningRate(optimizer.params),
  });

  return {
    took: (batches, results, first, ms) => {
      const samples = batches.reduce((sum, batch) => sum + batch.length, 0);
      const now = { samples: (samples / ms) * 1000, steps: (batches.length / ms) * 1000 };
      const blend = (old: number, fresh: number) => old + SMOOTHING * (fresh - old);
      speed = speed
        ? { samples: blend(speed.samples, now.samples), steps: blend(speed.steps, now.steps) }
        : now;
      results.losses.forEach((loss, i) => {
        if (first + i <= logSteps) env.emit({ event: 'step', step: first + i, loss });
        losses.push(loss);
        if (results.correct) accuracies.push(results.correct[i]! / batches[i]!.length);
      });
      if (env.now() - sentAt >= PROGRESS_MS) send();
    },
    flush: send,
  };
}
