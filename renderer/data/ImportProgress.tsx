import { useState } from 'react';
import type { Counted } from '../../engine/jobs/counted.js';
import { Button } from '../ui/Button.js';
import { count, duration } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';

interface ImportProgressProps {
  /** Shown until there is progress. */
  readonly label: string;
  readonly progress: Counted | null;
  readonly onCancel: () => void;
}

/** Minimum elapsed time for a useful estimate of the time left. */
const ENOUGH_SECONDS = 1;

/** The progress of an import, the time left, and a cancel button. */
export function ImportProgress({ label, progress, onCancel }: ImportProgressProps) {
  const [started] = useState(() => performance.now());
  const seconds = (performance.now() - started) / 1000;
  const done = progress?.done ?? 0;
  const total = progress?.total ?? null;
  const known = total !== null && done > 0 && seconds > ENOUGH_SECONDS;
  const left = known ? (seconds / done) * (total - done) : null;
  return (
    <>
      <p aria-live="polite">
        {total === null ? label : `${count(done)} of ${count(total)} images`}
        {left !== null && `, ${duration(left)} left`}
      </p>
      <progress
        style={{ width: '100%', accentColor: 'var(--accent)' }}
        {...(total !== null && { value: done, max: total })}
        aria-label="Import"
      />
      <p className={uiCss['actions']} style={{ marginTop: 16 }}>
        <Button onClick={onCancel}>Cancel</Button>
      </p>
    </>
  );
}
