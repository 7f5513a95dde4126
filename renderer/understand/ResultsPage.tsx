import { useState } from 'react';
import type { TrainedRun } from '../state/understand.js';
import { count, percent } from '../ui/format.js';
import { Answer } from './Answer.js';
import { PageActions } from './PageActions.js';
import { useRunJob } from './useRunJob.js';

/** Accuracy of a classifier. */
export function ResultsPage({ trained }: { readonly trained: TrainedRun }) {
  const [split, setSplit] = useState<'validation' | 'train'>('validation');
  const asked = useRunJob('evaluate', trained, { split });
  return (
    <>
      <PageActions>
        <select
          aria-label="Samples"
          value={split}
          onChange={(event) => setSplit(event.target.value as typeof split)}
        >
          <option value="validation">Validation</option>
          <option value="train">Training</option>
        </select>
      </PageActions>
      <Answer asked={asked} working="Evaluating the model">
        {({ samples, classification }) =>
          classification && (
            <p>
              {percent(classification.accuracy)} of {count(samples)} are right; 95 % interval{' '}
              {classification.interval.map(percent).join(' to ')}
            </p>
          )
        }
      </Answer>
    </>
  );
}
