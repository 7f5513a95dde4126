import type { ErrorCode } from '../../engine/base/errors.js';
import { checkData, showMistakes } from '../actions/data.js';
import { trainOn } from '../actions/train.js';
import { isActive, useTraining, type ShownRun } from '../state/training.js';
import { Button } from '../ui/Button.js';
import { count, sentence } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import { stateText, stateTone } from './states.js';
import css from './train.module.css';

/** How far a run is, and the buttons that take it further. */
export function RunHead({ shown }: { readonly shown: ShownRun }) {
  const { live, run } = shown;
  const total = live?.start?.epochs ?? run?.epochs ?? 0;
  const done = shown.epochs.length;
  const share = live?.progress
    ? live.progress.stepsDone / live.progress.stepsTotal
    : total
      ? done / total
      : 0;
  return (
    <>
      <div className={css['head']}>
        <h2>
          {total === 0
            ? 'Starting'
            : `Epoch ${count(Math.min(isActive(live) ? done + 1 : done, total))} of ${count(total)}`}
        </h2>
        <span className={css['state']}>
          <i className={uiCss['dot']} style={{ background: stateTone(shown) }} />
          {stateText(shown)}
        </span>
        <span className={css['spring']} />
        <RunActions shown={shown} complete={done >= total} />
      </div>
      <div
        className={css['bar']}
        role="progressbar"
        aria-label="Training"
        aria-valuenow={Math.round(share * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <div style={{ width: `${share * 100}%` }} />
      </div>
    </>
  );
}

/** The buttons of a run that does not train just now. */
function RunActions({ shown, complete }: { readonly shown: ShownRun; readonly complete: boolean }) {
  const { live, run } = shown;
  const busy = useTraining((state) => isActive(state.live));
  if (busy) return null;
  const canGoOn = shown.text !== null && (run ? run.resumable : live?.status !== 'failed');
  const learnt = shown.epochs.some(({ validationAccuracy }) => validationAccuracy !== null);
  return (
    <>
      {learnt && <Button onClick={() => void showMistakes(shown.runId)}>Look at mistakes</Button>}
      {canGoOn && !complete && <Button onClick={() => void trainOn(0)}>Resume</Button>}
      {canGoOn && complete && (
        <>
          <Button onClick={() => void trainOn(1)}>+1 epoch</Button>
          <Button onClick={() => void trainOn(10)}>+10 epochs</Button>
        </>
      )}
    </>
  );
}

/** Failures that are looked into where the data are. */
const OF_DATA: readonly string[] = ['missing-data', 'bad-data'] satisfies ErrorCode[];

/** Why a run failed, where it did. */
export function Failure({ shown: { live, run } }: { readonly shown: ShownRun }) {
  const message = live?.error?.message ?? (live ? null : run?.problem);
  if (message == null) return null;
  return (
    <div className={css['failure']} role="alert">
      <b>Training failed</b>
      <p>{sentence(message)}</p>
      {live?.error && OF_DATA.includes(live.error.code) && (
        <Button onClick={checkData}>Look at the data</Button>
      )}
    </div>
  );
}
