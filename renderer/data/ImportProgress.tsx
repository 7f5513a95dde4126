import { useState } from 'react';
import { Button } from '../ui/Button.js';
import { count, duration } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';

interface ImportProgressProps {
  /** What is said until there are figures. */
  readonly label: string;
  readonly progress: { readonly done: number; readonly total: number } | null;
}

/** Below this, time left is a guess. */
const ENOUGH_SECONDS = 1;

/** How far an import is, how long it will take, and a way to end it. */
export function ImportProgress({ label, progress }: ImportProgressProps) {
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
        <Button onClick={() => void window.loom.images.cancel()}>Cancel</Button>
      </p>
    </>
  );
}
