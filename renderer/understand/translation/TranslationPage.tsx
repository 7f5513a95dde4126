import { useEffect, useMemo, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { targetsOf } from '../../../engine/project/samples.js';
import { readRun } from '../../actions/runs.js';
import { runIds, runOf } from '../../state/training.js';
import type { TrainedRun } from '../../state/understand.js';
import { useApp, useTraining } from '../../useApp.js';
import { RunSelect } from '../RunSelect.js';
import { SampleControls } from '../sample/SampleControls.js';
import { useSample } from '../sample/useSample.js';
import { useQuestion } from '../useQuestion.js';
import { useTrained } from '../useTrained.js';
import { RunShifts } from './RunShifts.js';
import css from './translation.module.css';

/** The translation test: what the model says of an image that is moved by a few pixels; two runs side by side. */
export function TranslationPage({ trained }: { readonly trained: TrainedRun }) {
  const choice = useSample(trained);
  const { sample } = choice;
  const question = useMemo(() => (sample === null ? null : { sample }), [sample]);
  const { result: found, input } = useQuestion('activations', trained, question);
  const [asked, setAsked] = useState<number | null>(null);
  const beside = useBeside(trained);
  const [at, setAt] = useState<number | null>(null);
  const targets = targetsOf(trained.project.data);
  const classes = targets.kind === 'classes' ? targets.names : [];
  const label = found?.label ?? asked ?? 0;
  const other = beside.run;
  const comparable = other && sameClasses(other, classes);
  return (
    <div className={css['page']}>
      <SampleControls trained={trained} choice={choice} />
      <div className={css['head']}>
        <p>
          The image is moved up to 8 pixels in every direction, with black coming in. A network that has
          learned what things look like, wherever they are, stays as sure.
        </p>
        {found?.label === null && (
          <label>
            Probability of
            <select value={label} onChange={(event) => setAsked(Number(event.target.value))}>
              {classes.map((name, k) => (
                <option key={name} value={k}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        {beside.runId !== null && (
          <span className={css['beside']}>
            beside
            <RunSelect label="Beside" value={beside.runId} runIds={beside.runIds} onChange={beside.choose} />
          </span>
        )}
      </div>
      {found?.pixels && input && (
        <div className={css['runs']}>
          {[trained, ...(comparable ? [other] : [])].map((run) => (
            <RunShifts
              key={run.runId}
              trained={run}
              sample={input.sample}
              pixels={found.pixels!}
              label={label}
              name={classes[label]!}
              at={at}
              onPick={setAt}
            />
          ))}
          {!comparable && (
            <p className={css['hint']}>
              {other
                ? 'That run tells other classes apart.'
                : 'Train a second model, fully connected or convolutional, or with random crops: it appears beside this one.'}
            </p>
          )}
        </div>
      )}
    </div>
  );
}

const sameClasses = ({ project }: TrainedRun, classes: readonly string[]): boolean => {
  const targets = targetsOf(project.data);
  return targets.kind === 'classes' && targets.names.join('\n') === classes.join('\n');
};

/** The run that is shown beside another: the newest of the others, or the one that was chosen. */
function useBeside(trained: TrainedRun) {
  const app = useApp();
  const ids = useTraining(useShallow(runIds)).filter((id) => id !== trained.runId);
  const [chosen, choose] = useState<string | null>(null);
  const runId = chosen !== null && ids.includes(chosen) ? chosen : (ids[0] ?? null);
  useEffect(() => {
    if (runId !== null) void readRun(app, runId);
  }, [app, runId]);
  const run = useTrained(useTraining(useShallow((state) => (runId === null ? null : runOf(state, runId)))));
  return { runId, runIds: ids, run, choose };
}
