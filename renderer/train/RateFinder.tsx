import { useEffect, useState } from 'react';
import { numberText } from '../../engine/base/numbers.js';
import type { JobProgress, JobResult } from '../../engine/jobs/index.js';
import { setTypedSetting } from '../../engine/project/edits.js';
import { serializeProject } from '../../engine/project/parse.js';
import { CallError } from '../loom.js';
import { edit, endGroup } from '../state/document.js';
import { Button } from '../ui/Button.js';
import { Dialog } from '../ui/Dialog.js';
import { count } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import { Cursor, Plot } from '../understand/Plot.js';
import { useApp, useDocument } from '../useApp.js';
import css from './train.module.css';

type Found = JobResult<'findLearningRate'>;

/** The button that opens the learning rate finder. */
export function FindRateButton() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="quiet" onClick={() => setOpen(true)}>
        Find a learning rate…
      </Button>
      {open && <RateFinder onClose={() => setOpen(false)} />}
    </>
  );
}

/** Tries rising learning rates on new weights, draws the losses, and offers a rate at which they fall. */
function RateFinder({ onClose }: { readonly onClose: () => void }) {
  const { found, progress, problem } = useSearch();
  return (
    <Dialog title="Find a learning rate" onClose={onClose}>
      <p>
        Trains new weights for 100 steps while the learning rate rises from 0.0000001 to 10. Your runs and
        weights stay as they are.
      </p>
      {problem !== null && (
        <p className={css['searchProblem']} role="alert">
          {problem}
        </p>
      )}
      {!found && problem === null && (
        <div role="status">
          <p>
            {progress
              ? `Step ${count(progress.done)} of ${count(progress.total ?? 0)}`
              : 'Waiting for the engine…'}
          </p>
          <progress
            className={css['search']}
            aria-label="Search"
            max={progress?.total ?? 1}
            value={progress?.done ?? 0}
          />
        </div>
      )}
      {found && <Curve found={found} onClose={onClose} />}
    </Dialog>
  );
}

/** Starts the search, and stops it when the dialog closes. */
function useSearch() {
  const app = useApp();
  const [found, setFound] = useState<Found | null>(null);
  const [progress, setProgress] = useState<JobProgress<'findLearningRate'> | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    const { project } = app.document.getState();
    if (!project) return;
    const controller = new AbortController();
    const { signal } = controller;
    const { result } = app.jobs.run(
      'findLearningRate',
      { project: serializeProject(project) },
      { signal, onProgress: (reports) => setProgress(reports.at(-1) ?? null) },
    );
    result.then(setFound, (error: unknown) => {
      if (!(error instanceof CallError)) throw error;
      if (!signal.aborted) setProblem(error.message);
    });
    return () => controller.abort();
  }, []);
  return { found, progress, problem };
}

/** The losses over the rates, and the button that takes the suggested one. */
function Curve({ found, onClose }: { readonly found: Found; readonly onClose: () => void }) {
  const app = useApp();
  const optimizer = useDocument(({ project }) => project?.training.optimizer.type);
  const { rates, losses, smoothed, suggestion } = found;
  const xs = rates.map(Math.log10);
  const low = Math.min(...losses);
  // Above most of the curve, it only shows that it explodes.
  const usual = [...smoothed].sort((a, b) => a - b)[Math.floor(0.8 * smoothed.length)]!;
  const top = low + 1.5 * (usual - low) + 1e-9;
  const rate = suggestion === null ? null : Number(suggestion.toPrecision(2));
  const text = rate === null ? '' : numberText(rate);
  const use = (value: number) => {
    edit(app, setTypedSetting('optimizer', 'lr', value));
    endGroup(app);
    onClose();
  };
  return (
    <>
      <div className={css['search']}>
        <Plot
          label={`Loss by learning rate, ${rate === null ? 'without a fall' : `falling around ${text}`}`}
          x={[xs[0]!, xs.at(-1)!]}
          y={[low, top]}
          xTitle="Learning rate, as a power of 10"
          yTitle="Loss"
          lines={[
            { name: 'Batches', xs, ys: losses, color: 'var(--text-3)', faint: true },
            { name: 'Smoothed', xs, ys: smoothed, color: 'var(--accent)' },
          ]}
        >
          {(scale) => rate !== null && <Cursor scale={scale} x={Math.log10(rate)} />}
        </Plot>
      </div>
      {rate === null ? (
        <p role="status">
          The loss falls at none of these rates. Check the model and the loss function first.
        </p>
      ) : (
        <p role="status">
          The smoothed loss falls fastest at {text} with {optimizer}. A lower rate is slower but safer; where
          the curve rises, training diverges.
        </p>
      )}
      <p className={uiCss['actions']}>
        {rate !== null && (
          <Button look="primary" onClick={() => use(rate)}>
            Use {text}
          </Button>
        )}
        <Button onClick={onClose}>Close</Button>
      </p>
    </>
  );
}
