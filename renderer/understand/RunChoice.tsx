import { useEffect, useMemo, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { parseProject } from '../../engine/project/parse.js';
import { targetsOf } from '../../engine/project/samples.js';
import { chooseRun, readRun } from '../actions/runs.js';
import { isActive, runIds, runOf, type ShownRun, shownRun } from '../state/training.js';
import type { TrainedRun } from '../state/understand.js';
import { count, runFigure, runTitle, stateTone } from '../ui/format.js';
import { Select } from '../ui/controls.js';
import uiCss from '../ui/ui.module.css';
import { useApp, useTraining, useUnderstand } from '../useApp.js';
import css from './understand.module.css';

/** The run that Understand is about, with the others to choose from. */
export function RunChoice() {
  const app = useApp();
  const shownId = useTraining((state) => shownRun(state)?.runId ?? null);
  const ids = useTraining(useShallow(runIds));
  if (shownId === null) return null;
  return (
    <RunSelect label="Run" value={shownId} runIds={ids} onChange={(runId) => void chooseRun(app, runId)} />
  );
}

interface RunSelectProps {
  readonly label: string;
  readonly value: string;
  readonly runIds: readonly string[];
  /** The choice of no run, whose value is empty. */
  readonly none?: string;
  readonly onChange: (runId: string) => void;
}

/** A list of runs with their figures, one of which is chosen. */
export function RunSelect({ label, value, runIds, none, onChange }: RunSelectProps) {
  const training = useTraining((state) => state);
  return (
    <span className={css['choice']}>
      {value !== '' && (
        <i className={uiCss['dot']} style={{ background: stateTone(runOf(training, value)) }} />
      )}
      <Select
        aria-label={label}
        value={value}
        options={[
          ...(none === undefined ? [] : [{ value: '', label: none }]),
          ...runIds.map((id) => ({ value: id, label: runText(runOf(training, id), 'Now') })),
        ]}
        onChange={onChange}
      />
    </span>
  );
}

/** A run's name and figure; `unnamed` is the name of one that is not stored yet. */
export function runText({ run, epochs }: ShownRun, unnamed: string): string {
  const figure = runFigure(epochs.at(-1) ?? run?.last);
  return [run ? runTitle(run) : unnamed, figure].filter(Boolean).join(' · ');
}

/** The weights that a page looks at: comparing the two shows what training changed. */
export function WeightsChoice({ trained: { epochs, weights } }: { readonly trained: TrainedRun }) {
  const app = useApp();
  return (
    <Select
      aria-label="Weights"
      value={weights}
      options={[
        { value: 'last', label: `After epoch ${count(epochs)}` },
        { value: 'initial', label: 'Before training' },
      ]}
      onChange={(next) => app.understand.setState({ weights: next })}
    />
  );
}

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
