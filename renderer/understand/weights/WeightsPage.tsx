import { useMemo, useState } from 'react';
import { targetsOf } from '../../../engine/project/samples.js';
import { messageOf } from '../../../engine/text/index.js';
import type { JobResult } from '../../../engine/jobs/index.js';
import type { TrainedRun } from '../../state/understand.js';
import { EmptyState } from '../../ui/EmptyState.js';
import { count } from '../../ui/format.js';
import { signed } from '../sample/units.js';
import { useQuestion } from '../useQuestion.js';
import { Filters } from './Filters.js';
import css from './weights.module.css';

const NOTHING = {};

/** The weights of a model as histograms and pictures. */
export function WeightsPage({ trained }: { readonly trained: TrainedRun }) {
  const { result: parameters, problem } = useQuestion('parameters', trained, NOTHING);
  const [chosen, setChosen] = useState<string | null>(null);
  const path = chosen ?? parameters?.find(({ shape }) => shape.length > 1)?.path ?? parameters?.[0]?.path;
  const question = useMemo(() => (path === undefined ? null : { path }), [path]);
  const { result } = useQuestion('weights', trained, question);
  if (problem)
    return <EmptyState title="The weights could not be read" text="" problem={messageOf(problem)} />;
  if (!parameters) return <p className={css['opening']}>Opening the model…</p>;
  if (parameters.length === 0)
    return <EmptyState title="This model has no weights" text="None of its layers learns." />;
  const shown = parameters.find((parameter) => parameter.path === result?.path);
  return (
    <div className={css['page']}>
      <ul className={css['list']} aria-label="Parameters">
        {parameters.map((parameter) => (
          <li key={parameter.path}>
            <button
              type="button"
              aria-pressed={parameter.path === path}
              onClick={() => setChosen(parameter.path)}
            >
              <Parameter parameter={parameter} />
            </button>
          </li>
        ))}
      </ul>
      {result && shown && (
        <Filters
          key={result.path}
          trained={trained}
          weights={result}
          layer={shown.layer}
          classes={classesOf(trained)}
        />
      )}
    </div>
  );
}

const classesOf = ({ project }: TrainedRun): readonly string[] => {
  const targets = targetsOf(project.data);
  return targets.kind === 'classes' ? targets.names : [];
};

/** A parameter's name, shape and histogram. */
function Parameter({ parameter }: { readonly parameter: JobResult<'parameters'>[number] }) {
  const { path, shape, least, most, deviation, bins } = parameter;
  const highest = Math.max(...bins);
  return (
    <>
      <b>{path}</b>
      <code>{shape.map((length) => count(length)).join(' × ')}</code>
      <svg viewBox={`0 0 ${bins.length} 16`} preserveAspectRatio="none" aria-hidden>
        {bins.map((of, i) => (
          <rect key={i} x={i + 0.1} width={0.8} y={16 - (16 * of) / highest} height={(16 * of) / highest} />
        ))}
      </svg>
      <small>
        {signed(least, 3)} … {signed(most, 3)} · std {deviation.toPrecision(2)}
      </small>
    </>
  );
}
