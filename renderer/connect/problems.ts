import { report } from '../loom.js';
import { notice } from '../state/ui.js';

/** Shows and logs uncaught errors and unhandled promise rejections. */
export function followProblems(): void {
  const handle = (problem: unknown) => {
    // Ignore Chromium's ResizeObserver loop notification, which is not an `Error`.
    if (!(problem instanceof Error)) return;
    report(problem);
    notice('bad', `Unexpected error: ${problem.message}. See the log for details.`);
  };
  window.addEventListener('error', ({ error }) => handle(error));
  window.addEventListener('unhandledrejection', ({ reason }) => handle(reason));
}
