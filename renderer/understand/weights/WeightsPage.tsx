import { useMemo, useState } from 'react';
import type { Parameters } from '../../../engine/jobs/parameters.js';
import type { TrainedRun } from '../../state/understand.js';
import { EmptyState } from '../../ui/EmptyState.js';
import { count } from '../../ui/format.js';
import { signed } from '../sample/units.js';
import { Opening } from '../Answer.js';
import { PageActions } from '../PageActions.js';
import { WeightsChoice } from '../RunChoice.js';
import { useQuestion } from '../useQuestion.js';
import { classesOf } from '../useTrained.js';
import { Filters } from './Filters.js';
import css from './weights.module.css';

const ALL = {};

/** The weights of a model as histograms and pictures. */
export function WeightsPage({ trained }: { readonly trained: TrainedRun }) {
  return (
    <>
      <PageActions>
        <WeightsChoice trained={trained} />
      </PageActions>
      <Chosen trained={trained} />
    </>
  );
}

function Chosen({ trained }: { readonly trained: TrainedRun }) {
  const { result: list, problem } = useQuestion('parameters', trained, ALL);
  const parameters = list?.parameters;
  const [chosen, setChosen] = useState<string | null>(null);
  const of = chosen ?? parameters?.find(({ shape }) => shape.length > 1)?.name ?? parameters?.[0]?.name;
  const question = useMemo(() => (of === undefined ? null : { of }), [of]);
  const { input, result } = useQuestion('parameters', trained, question);
  if (!parameters) return <Opening title="The weights could not be read" problem={problem} />;
  if (parameters.length === 0)
    return <EmptyState title="This model has no weights" text="None of its layers learns." />;
  const shown = parameters.find(({ name }) => name === input?.of);
  return (
    <div className={css['page']}>
      <ul className={css['list']} aria-label="Parameters">
        {parameters.map((parameter) => (
          <li key={parameter.name}>
            <button
              type="button"
              aria-pressed={parameter.name === of}
              onClick={() => setChosen(parameter.name)}
            >
              <Parameter parameter={parameter} />
            </button>
          </li>
        ))}
      </ul>
      {result?.values && shown && (
        <Filters
          key={shown.name}
          trained={trained}
          parameter={shown}
          values={result.values}
          classes={classesOf(trained)}
        />
      )}
    </div>
  );
}

/** A parameter's name, shape and histogram. */
function Parameter({ parameter }: { readonly parameter: Parameters['parameters'][number] }) {
  const { name, shape, min, max, std, bins } = parameter;
  const highest = Math.max(...bins);
  return (
    <>
      <b>{name}</b>
      <code>{shape.map((length) => count(length)).join(' × ')}</code>
      <svg viewBox={`0 0 ${bins.length} 16`} preserveAspectRatio="none" aria-hidden>
        {bins.map((of, i) => (
          <rect key={i} x={i + 0.1} width={0.8} y={16 - (16 * of) / highest} height={(16 * of) / highest} />
        ))}
      </svg>
      <small>
        {signed(min, 3)} … {signed(max, 3)} · std {std.toPrecision(2)}
      </small>
    </>
  );
}
