import { useEffect } from 'react';
import type { Example } from '../../electron/ipc/contract.js';
import { CallError } from '../loom.js';
import { useApp } from '../useApp.js';

/** The start screen rests this long before the engine is asked: most people open something before. */
const REST_MS = 1500;

/** Measures, one after another, how long the examples train on this machine; ends with the start screen. */
export function useExampleTimes(examples: readonly Example[]): void {
  const app = useApp();
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const measure = async () => {
      for (const { id, text } of examples) {
        if (signal.aborted) return;
        if (app.ui.getState().exampleSeconds[id] !== undefined) continue;
        const measured = await app.jobs.run('estimateTraining', { project: text }, { signal }).result;
        if (measured)
          app.ui.setState(({ exampleSeconds }) => ({
            exampleSeconds: { ...exampleSeconds, [id]: measured.seconds },
          }));
      }
    };
    // The cards stand without a time where it cannot be measured.
    const timer = setTimeout(() => {
      measure().catch((error: unknown) => {
        if (!(error instanceof CallError)) throw error;
      });
    }, REST_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [examples]);
}
