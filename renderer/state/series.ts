/**
 * The losses of a run's steps, downsampled so that memory and drawing stay bounded: at twice the limit, pairs of
 * neighboring points are averaged.
 */
export class StepSeries {
  readonly losses: number[] = [];
  /** Number of steps per point. */
  stride = 1;
  /** The first step of the first point; a run's steps count from 1. */
  first = 1;
  #next = 1;
  #sum = 0;
  #count = 0;

  constructor(private readonly limit = 500) {}

  /** Appends the losses of consecutive steps, starting at `step`. After a gap, the series starts over. */
  push(step: number, values: Iterable<number>): void {
    if (step !== this.#next) this.#restart(step);
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

  #restart(step: number): void {
    this.losses.length = 0;
    this.stride = 1;
    this.first = this.#next = step;
    this.#sum = this.#count = 0;
  }

  #halve(): void {
    const { losses } = this;
    const half = losses.length >> 1;
    for (let i = 0; i < half; i++) losses[i] = (losses[2 * i]! + losses[2 * i + 1]!) / 2;
    losses.length = half;
    this.stride *= 2;
  }
}
