import { z } from '../base/zod.js';
import type { RunControl } from './control.js';
import type { TrainingEvent } from './events.js';

/** The curve of a run's steps: each point is the mean loss of `stride` steps, the first from step `first` on. */
const curveSchema = z.object({
  first: z.int().min(1),
  stride: z.int().min(1),
  losses: z.array(z.number()).readonly(),
});

/** The curve of a run's steps. */
export type StepCurve = z.output<typeof curveSchema>;

/** A run's curves and clock, beside the state that it continues from. */
export const courseSchema = curveSchema.extend({
  /** The clock's time from start to end, of all its parts, without pauses. */
  seconds: z.number(),
  stepsPerEpoch: z.int().min(1),
  /** That of the last step; null before the first. */
  learningRate: z.number().nullable(),
});

/** The kept part of a run's course. */
export type Course = z.output<typeof courseSchema>;

/**
 * The losses of a run's steps, downsampled so that memory and drawing stay bounded: at twice the limit, pairs of
 * neighboring points are averaged.
 */
export class StepSeries {
  readonly losses: number[];
  /** Number of steps per point. */
  stride: number;
  /** The first step of the first point; a run's steps count from 1. */
  first: number;
  #next: number;
  #sum = 0;
  #count = 0;

  /** Goes on with `curve`. */
  constructor(
    { first, stride, losses }: StepCurve = { first: 1, stride: 1, losses: [] },
    private readonly limit = 500,
  ) {
    [this.first, this.stride, this.losses] = [first, stride, [...losses]];
    this.#next = first + losses.length * stride;
  }

  /** Appends the losses of consecutive steps, starting at `step`. Replaces later ones; after a gap, starts over. */
  push(step: number, values: Iterable<number>): void {
    if (step !== this.#next) this.#goTo(step);
    for (const value of values) {
      this.#next++;
      this.#sum += value;
      if (++this.#count < this.stride) continue;
      this.losses.push(this.#sum / this.stride);
      this.#sum = 0;
      this.#count = 0;
      if (this.losses.length >= this.limit * 2) this.#halve();
    }
  }

  #goTo(step: number): void {
    const points = Math.floor((step - this.first) / this.stride);
    const rest = (step - this.first) % this.stride;
    // A point that ends later, or was not complete when the curve was kept, counts by its mean.
    const mean = this.losses[points] ?? this.losses.at(-1);
    const isGap = points < 0 || points > this.losses.length || mean === undefined;
    if (isGap) [this.first, this.stride] = [step, 1];
    this.losses.length = isGap ? 0 : points;
    this.#count = isGap ? 0 : rest;
    this.#sum = isGap ? 0 : rest * mean;
    this.#next = step;
  }

  #halve(): void {
    const { losses } = this;
    const half = losses.length >> 1;
    for (let i = 0; i < half; i++) losses[i] = (losses[2 * i]! + losses[2 * i + 1]!) / 2;
    losses.length = half;
    this.stride *= 2;
  }
}

/** Digits of a loss that is kept: more than can be seen. */
const DIGITS = 5;

/** Keeps a run's course while it trains. */
export interface CourseKeeper {
  /** The run's control, whose pauses are not counted. */
  readonly control: RunControl;
  readonly follow: (event: TrainingEvent) => void;
  readonly course: () => Course;
}

/** Creates a keeper; `before` is the course of an earlier part of the run. */
export function createCourseKeeper(
  { waitIfPaused }: RunControl,
  stepsPerEpoch: number,
  before: Course | null,
  { startedAt, now }: { readonly startedAt: number; readonly now: () => number },
): CourseKeeper {
  const series = new StepSeries(before ?? undefined);
  let learningRate = before?.learningRate ?? null;
  let paused = 0;
  return {
    control: {
      waitIfPaused: async () => {
        const from = now();
        const goesOn = await waitIfPaused();
        paused += now() - from;
        return goesOn;
      },
    },
    follow: (event) => {
      if (event.event !== 'progress') return;
      series.push(event.firstStep, event.losses);
      learningRate = event.learningRate;
    },
    course: () => ({
      first: series.first,
      stride: series.stride,
      losses: series.losses.map((loss) => Number(loss.toPrecision(DIGITS))),
      seconds: (before?.seconds ?? 0) + (now() - startedAt - paused) / 1000,
      stepsPerEpoch,
      learningRate,
    }),
  };
}
