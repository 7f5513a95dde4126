import type { RunEpoch } from '../../electron/ipc/contract.js';
import { fixLabel, messageOf } from '../../engine/text/index.js';
import { fix } from '../actions/edit.js';
import type { ShownRun } from '../state/training.js';
import { Button } from '../ui/Button.js';
import { count, loss, percent, r2Text } from '../ui/format.js';
import { useApp } from '../useApp.js';
import css from './train.module.css';

/** Maximum number of epochs listed; runs on tables have thousands. */
const LINES = 100;

/** The run's events, newest first. */
export function Log({ shown: { live, epochs } }: { readonly shown: ShownRun }) {
  const app = useApp();
  const start = live?.start;
  return (
    <>
      <h2>Log</h2>
      <ol className={css['log']} tabIndex={0} aria-label="Log">
        {live?.error && <li>{messageOf(live.error)}</li>}
        {epochs
          .slice(-LINES)
          .reverse()
          .map((epoch) => (
            <li key={epoch.epoch}>{epochLine(epoch)}</li>
          ))}
        {live?.notes.map((note) => (
          <li key={note.code}>
            {messageOf(note)}
            {note.fixes.map((one) => (
              <div key={one.kind}>
                <Button onClick={() => fix(app, one)}>{fixLabel(one)}</Button>
              </div>
            ))}
          </li>
        ))}
        {start && (
          <li>
            {count(start.parameters)} parameters, {count(start.trainCount)} training and{' '}
            {count(start.validationCount)} validation samples, {count(start.stepsPerEpoch)}{' '}
            {start.stepsPerEpoch === 1 ? 'step' : 'steps'} per epoch, {start.backend} engine on{' '}
            {start.threads} threads
          </li>
        )}
      </ol>
    </>
  );
}

function epochLine(figures: RunEpoch): string {
  const { epoch, trainLoss, validationLoss, validationAccuracy, seconds } = figures;
  const parts = [
    `epoch ${count(epoch)}`,
    trainLoss === null ? null : `loss ${loss(trainLoss)}`,
    validationLoss === null ? null : `val ${loss(validationLoss)}`,
    validationAccuracy === null ? null : `acc ${percent(validationAccuracy)}`,
    r2Text(figures),
    seconds < 0.05 ? null : `${seconds.toFixed(1)} s`,
  ];
  return parts.filter((part) => part !== null).join(' · ');
}
