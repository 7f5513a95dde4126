import { report } from '../loom.js';
import { notice } from '../state/ui.js';

/** Says what nobody foresaw, a promise that nobody awaits among it, and writes it to the log. */
export function followProblems(): void {
  const tell = (problem: unknown) => {
    // What is no error is Chromium's word that a size was observed once more.
    if (!(problem instanceof Error)) return;
    report(problem);
    notice('bad', `Something unexpected happened: ${problem.message}. The log has more.`);
  };
  window.addEventListener('error', ({ error }) => tell(error));
  window.addEventListener('unhandledrejection', ({ reason }) => tell(reason));
}
