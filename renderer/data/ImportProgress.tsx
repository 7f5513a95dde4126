import { useState } from 'react';
import { Button } from '../ui/Button.js';
import { count, duration } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import { useApp } from '../useApp.js';

interface ImportProgressProps {
  /** Shown until there is progress. */
  readonly label: string;
  readonly progress: { readonly done: number; readonly total: number } | null;
}

/** Minimum elapsed time for a useful estimate of the time left. */
const ENOUGH_SECONDS = 1;

/** The progress of an import, the time left, and a cancel button. */
export function ImportProgress({ label, progress }: ImportProgressProps) {
  const app = useApp();
  const [started] = useState(() => performance.now());
  const seconds = (performance.now() - started) / 1000;
  const known = progress !== null && progress.done > 0 && seconds > ENOUGH_SECONDS;
  const left = known ? (seconds / progress.done) * (progress.total - progress.done) : null;
  return (
    <>
      <p aria-live="polite">
        {progress ? `${count(progress.done)} of ${count(progress.total)} images` : label}
        {left !== null && `, ${duration(left)} left`}
      </p>
      <progress
        style={{ width: '100%', accentColor: 'var(--accent)' }}
        {...(progress && { value: progress.done, max: progress.total })}
        aria-label="Import"
      />
      <p className={uiCss['actions']} style={{ marginTop: 16 }}>
        <Button onClick={() => void app.loom.images.cancel()}>Cancel</Button>
      </p>
    </>
  );
}
