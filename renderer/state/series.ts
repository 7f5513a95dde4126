/**
 * The losses of a run's steps, thinned so that memory and drawing stay bounded: when there are twice as
 * many points as wanted, neighbours are averaged.
 */
export class StepSeries {
  readonly losses: number[] = [];
  /** Steps that one point stands for. */
  stride = 1;
  /** Step of the run, from 1, that the first point begins with. */
  first = 1;
  #next = 1;
  #sum = 0;
  #count = 0;

  constructor(private readonly limit = 500) {}

  /** Adds the losses of the run's steps from `step` on. Where steps are missing in between, begins anew there. */
  push(step: number, values: Iterable<number>): void {
    if (step !== this.#next) this.#begin(step);
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

  #begin(step: number): void {
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
