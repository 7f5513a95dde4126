import { useMemo, useState } from 'react';
import type { JobResult } from '../../../engine/jobs/index.js';
import type { TrainedRun } from '../../state/understand.js';
import { RunSelect } from '../RunChoice.js';
import { SampleControls } from '../sample/SampleControls.js';
import { useSample } from '../sample/useSample.js';
import { Opening } from '../Answer.js';
import { useQuestion } from '../useQuestion.js';
import { classesOf, useOtherRun } from '../useTrained.js';
import { RunShifts } from './RunShifts.js';
import css from './translation.module.css';

/** The translation test: what the model says of an image that is moved by a few pixels; two runs side by side. */
export function TranslationPage({ trained }: { readonly trained: TrainedRun }) {
  const choice = useSample(trained);
  const { sample } = choice;
  const question = useMemo(() => (sample === null ? null : { sample }), [sample]);
  const { result, input, problem } = useQuestion('activations', trained, question);
  return (
    <>
      <SampleControls trained={trained} choice={choice} />
      {result?.pixels && input ? (
        <Moved trained={trained} found={result} pixels={result.pixels} sample={input.sample} />
      ) : (
        <Opening title="This sample could not be shown" problem={choice.problem ?? problem} />
      )}
    </>
  );
}

interface MovedProps {
  readonly trained: TrainedRun;
  readonly found: JobResult<'activations'>;
  readonly pixels: Uint8Array;
  readonly sample: number | Uint8Array;
}

/** An image, moved, as a run sees it and another one beside it. */
function Moved({ trained, found, pixels, sample }: MovedProps) {
  const beside = useOtherRun(trained);
  const [asked, setAsked] = useState<number | null>(null);
  const [at, setAt] = useState<number | null>(null);
  const classes = classesOf(trained);
  const label = found.label ?? asked ?? 0;
  const other = beside?.trained ?? null;
  const comparable = other && String(classesOf(other)) === String(classes);
  return (
    <div className={css['page']}>
      <div className={css['head']}>
        <p>
          The image is moved up to 8 pixels in every direction, with black coming in. A network that has
          learned what things look like, wherever they are, stays as sure.
        </p>
        {found.label === null && (
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
        {beside && (
          <span className={css['beside']}>
            beside
            <RunSelect label="Beside" value={beside.runId} runIds={beside.runIds} onChange={beside.choose} />
          </span>
        )}
      </div>
      <div className={css['runs']}>
        {[trained, ...(comparable ? [other] : [])].map((run) => (
          <RunShifts
            key={run.runId}
            trained={run}
            name={classes[label]!}
            {...{ sample, pixels, label, at, onPick: setAt }}
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
    </div>
  );
}
