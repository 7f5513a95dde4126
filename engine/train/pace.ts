/** How long one call should take, in ms: short enough to stop within, long enough to pay for itself. */
const TARGET_MS = 95;

/** Chooses how many steps one call of the loop takes. */
export interface Pace {
  readonly steps: () => number;
  /** Tells how long a call of `steps` steps took. */
  readonly took: (steps: number, ms: number) => void;
}

/**
 * Starts with one step, so that the first loss shows at once, then grows towards calls of about 95 ms.
 * The number of steps in a call does not change any result.
 */
export function createPace(): Pace {
  let steps = 1;
  return {
    steps: () => steps,
    took: (taken, ms) => {
      const wanted = Math.floor((TARGET_MS / Math.max(ms, 0.01)) * taken);
      steps = Math.min(Math.max(1, wanted), steps * 4, 1000);
    },
  };
}
