/**
 * The losses of a run's steps, thinned so that memory and drawing stay bounded: when there are twice as
 * many points as wanted, neighbours are averaged.
 */
export class StepSeries {
  readonly losses: number[] = [];
  /** Steps that one point stands for. */
  stride = 1;
  #sum = 0;
  #count = 0;

  constructor(private readonly limit = 500) {}

  /** Adds the losses of further steps, in order. */
  push(values: Iterable<number>): void {
    for (const value of values) {
      this.#sum += value;
      if (++this.#count < this.stride) continue;
      this.losses.push(this.#sum / this.stride);
      this.#sum = 0;
      this.#count = 0;
      if (this.losses.length >= this.limit * 2) this.#halve();
    }
  }

  #halve(): void {
    const { losses } = this;
    const half = losses.length >> 1;
    for (let i = 0; i < half; i++) losses[i] = (losses[2 * i]! + losses[2 * i + 1]!) / 2;
    losses.length = half;
    this.stride *= 2;
  }
}
