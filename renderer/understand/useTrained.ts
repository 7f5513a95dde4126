import { useMemo } from 'react';
import { parseProject } from '../../engine/project/parse.js';
import { isActive, type ShownRun } from '../state/training.js';
import type { TrainedRun } from '../state/understand.js';

/** A run whose model can be asked; null before its first epoch, and until its project was read. */
export function useTrained(shown: ShownRun | null): TrainedRun | null {
  const text = shown?.text ?? null;
  const project = useMemo(() => (text === null ? null : parseProject(text)), [text]);
  const runId = shown?.runId ?? '';
  const epochs = shown?.epochs.length ?? 0;
  const active = isActive(shown?.live ?? null);
  return useMemo(
    () => (project && epochs > 0 ? { runId, project, epochs, active } : null),
    [runId, project, epochs, active],
  );
}
