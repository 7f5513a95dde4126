/**
 * Pause and stop, as seen by the training loop. Native calls block their thread and cannot be interrupted, so the
 * loop checks between calls, every 50 to 100 ms.
 */
export interface RunControl {
  /** Lets the event loop deliver messages, waits while paused, and resolves to false once the run should stop. */
  readonly waitIfPaused: () => Promise<boolean>;
}

/** A control with switches, for the worker and the command line. */
export interface SwitchableControl extends RunControl {
  readonly pause: () => void;
  readonly resume: () => void;
  readonly stop: () => void;
}

/**
 * Creates a control.
 * @param yieldToEvents lets the event loop deliver messages, for example `setImmediate` as a promise
 * @param onPause called when a pause takes effect and when it ends
 */
export function createControl(
  yieldToEvents: () => Promise<void>,
  onPause: (event: 'paused' | 'resumed') => void = () => undefined,
): SwitchableControl {
  let stopped = false;
  let paused = false;
  let wake: (() => void) | null = null;
  const release = () => {
    wake?.();
    wake = null;
  };
  return {
    waitIfPaused: async () => {
      await yieldToEvents();
      if (paused && !stopped) {
        onPause('paused');
        await new Promise<void>((resolve) => (wake = resolve));
        onPause('resumed');
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
