/**
 * How a run is steered from outside. Native calls block their thread and must not be cut short, so a run
 * asks between two calls: what takes 50 to 100 ms each.
 */
export interface RunControl {
  /** Lets messages in and rests while paused. True when the run should go on, false when it should stop. */
  readonly turn: () => Promise<boolean>;
}

/** A control with switches, for the worker and the command line. */
export interface SwitchableControl extends RunControl {
  readonly pause: () => void;
  readonly resume: () => void;
  readonly stop: () => void;
}

/**
 * Makes a control.
 * @param breathe lets the event loop deliver messages, for example `setImmediate` as a promise
 * @param onRest called when a pause takes effect and when it ends
 */
export function createControl(
  breathe: () => Promise<void>,
  onRest: (event: 'paused' | 'resumed') => void = () => undefined,
): SwitchableControl {
  let stopped = false;
  let paused = false;
  let wake: (() => void) | null = null;
  const release = () => {
    wake?.();
    wake = null;
  };
  return {
    turn: async () => {
      await breathe();
      if (paused && !stopped) {
        onRest('paused');
        await new Promise<void>((resolve) => (wake = resolve));
        onRest('resumed');
      }
      return !stopped;
    },
    pause: () => {
      paused = true;
    },
    resume: () => {
      paused = false;
      release();
    },
    stop: () => {
      stopped = true;
      release();
    },
  };
}
