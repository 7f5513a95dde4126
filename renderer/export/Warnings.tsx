import type { Project } from '../../engine/project/schema.js';
import { isActive, type ShownRun } from '../state/training.js';
import { count } from '../ui/format.js';
import css from './export.module.css';
import { useDocument } from '../useApp.js';

interface WarningsProps {
  readonly shown: ShownRun;
  readonly trained: Project;
}

/** Warnings about the run to export: still training, failed, or out of date. */
export function Warnings({ shown, trained }: WarningsProps) {
  const project = useDocument((state) => state.project);
  const failed = shown.live ? shown.live.status === 'failed' : shown.run?.state === 'failed';
  return (
    <>
      {isActive(shown.live) && (
        <p className={css['warning']}>This model is still training. Stop it, or wait for its last epoch.</p>
      )}
      {failed && (
        <p className={css['warning']}>
          This run failed. You can export its last good checkpoint, from epoch {count(shown.epochs.length)}.
        </p>
      )}
      {project && isStale(project, trained) && (
        <p className={css['warning']}>
          The model or its data has changed since this run. The export contains the model as trained; train
          again to export the new one.
        </p>
      )}
    </>
  );
}

/** Returns whether the project's model or data has changed since the run was trained. */
function isStale({ model, data }: Project, trained: Project): boolean {
  return JSON.stringify([model, data]) !== JSON.stringify([trained.model, trained.data]);
}
