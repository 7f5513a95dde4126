import { useEffect, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { JobResult } from '../../engine/jobs/index.js';
import { messageOf } from '../../engine/text/index.js';
import { CallError } from '../loom.js';
import { shownRun } from '../state/training.js';
import { notice } from '../state/ui.js';
import { checkpointOf, type TrainedRun } from '../state/understand.js';
import { Button } from '../ui/Button.js';
import { ColumnHeads } from '../ui/ColumnHeads.js';
import { EmptyState } from '../ui/EmptyState.js';
import { count, loss as figure, shape } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import { useApp, useDocument, useTraining } from '../useApp.js';
import { PageActions } from './Answer.js';
import css from './parameters.module.css';
import { useTrained, WeightsChoice } from './RunChoice.js';

type Result = JobResult<'parameters'>;

/** A result or a problem. */
interface Answer {
  /** The parameter whose values the result has. */
  readonly of: string | null;
  readonly result: Result | null;
  readonly problem: string | null;
}

/** The parameters of the chosen run's model at its last checkpoint, or of the open model before training. */
function useParameters(of: string | null): {
  readonly answer: Answer | null;
  readonly trained: TrainedRun | null;
} {
  const app = useApp();
  const trained = useTrained(useTraining(useShallow(shownRun)));
  const { project, token } = useDocument(
    useShallow(({ project, document }) => ({ project, token: document?.token })),
  );
  const [answer, setAnswer] = useState<Answer | null>(null);
  const run = trained && token !== undefined ? { token, runId: trained.runId } : null;
  const weights = trained?.weights;
  const text = run ? null : JSON.stringify(project);
  const key = JSON.stringify([run, weights, trained && checkpointOf(trained), text, of]);
  useEffect(() => {
    let current = true;
    const job = app.jobs.run('parameters', { run, weights, project: text, of, gradients: true });
    const finish = (result: Result | null, problem: string | null) =>
      current && setAnswer({ of, result, problem });
    job.result.then(
      (result) => finish(result, null),
      (error: unknown) => {
        if (!(error instanceof CallError)) throw error;
        finish(null, messageOf(error.problem));
      },
    );
    return () => {
      current = false;
    };
  }, [key]);
  return { answer, trained };
}

/** A model's `named_parameters()`: shapes, figures, values and gradients. */
export function ParametersPage() {
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const { answer, trained } = useParameters(chosen);
  const found = answer?.result?.parameters.filter(({ name }) =>
    name.toLowerCase().includes(query.trim().toLowerCase()),
  );
  return (
    <>
      <PageActions>
        {trained && <WeightsChoice trained={trained} />}
        <input
          className={`${uiCss['box'] ?? ''} ${css['search'] ?? ''}`}
          type="search"
          aria-label="Search parameters"
          placeholder="Search parameters"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        <CopyButton text={() => listText(found ?? [])}>Copy list</CopyButton>
      </PageActions>
      {answer?.problem ? (
        <EmptyState title="The parameters could not be computed" text="" problem={answer.problem} />
      ) : answer?.result && found ? (
        <div className={css['page']}>
          <div className={css['list']}>
            <p className={css['lead']}>
              <b>{count(found.reduce((sum, parameter) => sum + size(parameter.shape), 0))}</b> parameters in{' '}
              {found.length} tensors ·{' '}
              {trained?.weights === 'last'
                ? 'at the last checkpoint of the run'
                : 'initial values for the seed, before training'}
            </p>
            <List parameters={found} samples={answer.result.samples} chosen={chosen} onChoose={setChosen} />
            {found.length === 0 && <p className={uiCss['help']}>No parameters match “{query}”.</p>}
          </div>
          <Chosen name={chosen} answer={answer} />
        </div>
      ) : (
        <EmptyState title="Reading the parameters" text="This takes a moment." />
      )}
    </>
  );
}

interface ListProps extends Pick<Result, 'parameters' | 'samples'> {
  readonly chosen: string | null;
  readonly onChoose: (name: string) => void;
}

function List({ parameters, samples, chosen, onChoose }: ListProps) {
  return (
    <table className={`${uiCss['table'] ?? ''} ${css['table'] ?? ''}`}>
      <ColumnHeads
        titles={[
          ...['Name', 'Shape', 'Count', 'Smallest', 'Largest', 'Mean', 'Std. dev.'],
          <span key="gradient" title={`Length of the gradient of the loss of ${samples} training samples`}>
            Gradient
          </span>,
        ]}
      />
      <tbody>
        {parameters.map((parameter) => (
          <tr key={parameter.name} data-chosen={parameter.name === chosen}>
            <th scope="row">
              <button
                type="button"
                aria-pressed={parameter.name === chosen}
                onClick={() => onChoose(parameter.name)}
              >
                {parameter.name}
              </button>
            </th>
            <td>{shape(parameter.shape)}</td>
            <td>{count(size(parameter.shape))}</td>
            <td>{figure(parameter.min)}</td>
            <td>{figure(parameter.max)}</td>
            <td>{figure(parameter.mean)}</td>
            <td>{figure(parameter.std)}</td>
            <td>{figure(parameter.gradient!)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The values of the chosen parameter, as soon as they are there. */
function Chosen({ name, answer: { of, result } }: { readonly name: string | null; readonly answer: Answer }) {
  const parameter = result?.parameters.find((one) => one.name === name && name === of);
  if (parameter && result?.values && result.gradients) {
    const { values, gradients, samples } = result;
    return <Values key={parameter.name} {...parameter} {...{ values, gradients, samples }} />;
  }
  return (
    <p className={css['hint']}>
      {name === null ? 'Choose a parameter to see its values and gradients.' : `Reading ${name}…`}
    </p>
  );
}

interface ValuesProps {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
  readonly gradients: Float32Array;
  readonly samples: number;
}

/** Numbers shown at once: a row of a weight matrix can be longer. */
const SHOWN = 512;

/** One tensor, row by row, with the gradient of each number. */
function Values({ name, shape: dims, values, gradients, samples }: ValuesProps) {
  const [row, setRow] = useState(0);
  const rows = dims.length > 1 ? dims[0]! : 1;
  const width = values.length / rows;
  const part = (all: Float32Array) => Array.from(all.subarray(row * width, (row + 1) * width));
  const [own, slopes] = [part(values), part(gradients)];
  return (
    <section className={css['values']} aria-label={name}>
      <div className={css['valuesHead']}>
        <h3>{rows > 1 ? `${name}[${row}]` : name}</h3>
        {rows > 1 && (
          <input
            className={uiCss['box']}
            type="number"
            aria-label="Row"
            min={0}
            max={rows - 1}
            value={row}
            onChange={({ target }) =>
              setRow(Math.min(Math.max(Math.trunc(target.valueAsNumber) || 0, 0), rows - 1))
            }
          />
        )}
        <CopyButton text={() => `[${own.join(', ')}]`}>Copy {rows > 1 ? 'row' : 'values'}</CopyButton>
      </div>
      <table className={`${uiCss['table'] ?? ''} ${css['table'] ?? ''}`}>
        <ColumnHeads titles={['Index', 'Value', 'Gradient']} />
        <tbody>
          {own.slice(0, SHOWN).map((value, i) => (
            <tr key={i}>
              <th scope="row">{i}</th>
              <td>{figure(value)}</td>
              <td>{figure(slopes[i]!)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {own.length > SHOWN && (
        <p className={uiCss['help']}>
          The first {SHOWN} of {count(own.length)}; copying takes all.
        </p>
      )}
      <p className={uiCss['help']}>
        Gradients are those of the mean loss of the first {samples} training samples.
      </p>
    </section>
  );
}

function CopyButton({ text, children }: { readonly text: () => string; readonly children: React.ReactNode }) {
  const app = useApp();
  const copy = () =>
    navigator.clipboard.writeText(text()).then(
      () => notice(app, 'ok', 'Copied'),
      () => notice(app, 'bad', 'The clipboard could not be used.'),
    );
  return <Button onClick={() => void copy()}>{children}</Button>;
}

const size = (dims: readonly number[]) => dims.reduce((product, dim) => product * dim, 1);

/** The list as tab-separated text. */
const listText = (parameters: Result['parameters']) =>
  [
    ['name', 'shape', 'count', 'min', 'max', 'mean', 'std', 'gradient'].join('\t'),
    ...parameters.map(({ name, shape: dims, min, max, mean, std, gradient }) =>
      [name, shape(dims), size(dims), min, max, mean, std, gradient].join('\t'),
    ),
  ].join('\n');
