import { useEffect, useMemo, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { parseProject } from '../../engine/project/parse.js';
import { targetsOf } from '../../engine/project/samples.js';
import { readRun } from '../actions/runs.js';
import { isActive, runIds, runOf, type ShownRun } from '../state/training.js';
import type { TrainedRun } from '../state/understand.js';
import { useApp, useTraining, useUnderstand } from '../useApp.js';

/** A run whose model can be asked; null before its first epoch, and until its project was read. */
export function useTrained(shown: ShownRun | null): TrainedRun | null {
  const text = shown?.text ?? null;
  const project = useMemo(() => (text === null ? null : parseProject(text)), [text]);
  const runId = shown?.runId ?? '';
  const epochs = shown?.epochs.length ?? 0;
  const active = isActive(shown?.live ?? null);
  const weights = useUnderstand((state) => state.weights);
  return useMemo(
    () => (project && epochs > 0 ? { runId, project, epochs, active, weights } : null),
    [runId, project, epochs, active, weights],
  );
}

/** The names of the classes that a run tells apart; none for a model of numbers. */
export function classesOf({ project }: TrainedRun): readonly string[] {
  const targets = targetsOf(project.data);
  return targets.kind === 'classes' ? targets.names : [];
}

/** A run beside another: the newest of the others, or the one that was chosen; null while there is no other. */
export function useOtherRun({ runId }: TrainedRun) {
  const app = useApp();
  const others = useTraining(useShallow(runIds)).filter((id) => id !== runId);
  const [chosen, choose] = useState<string | null>(null);
  const otherId = chosen !== null && others.includes(chosen) ? chosen : (others[0] ?? null);
  useEffect(() => {
    if (otherId !== null) void readRun(app, otherId);
  }, [app, otherId]);
  const trained = useTrained(
    useTraining(useShallow((state) => (otherId === null ? null : runOf(state, otherId)))),
  );
  return otherId === null ? null : { runId: otherId, runIds: others, trained, choose };
}
