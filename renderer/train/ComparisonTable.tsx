import { useMemo } from 'react';
import { parseProject } from '../../engine/project/parse.js';
import type { ShownRun } from '../state/training.js';
import { duration, loss, percent, runTitle } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import { Swatch } from './Chart.js';
import { bestAccuracy } from './curves.js';
import { differences } from './differences.js';
import { lineOf } from './lines.js';
import css from './train.module.css';

/** Result rows of the table, as text; null if a run has no such metric. */
const RESULTS: Readonly<Record<string, (run: ShownRun) => string | null>> = {
  Epochs: ({ epochs }) => String(epochs.length),
  'Training loss': ({ epochs }) => figure(epochs.at(-1)?.trainLoss, loss),
  'Validation loss': ({ epochs }) => figure(epochs.at(-1)?.validationLoss, loss),
  'Validation accuracy': ({ epochs }) => figure(epochs.at(-1)?.validationAccuracy, percent),
  'Best accuracy': ({ epochs }) => figure(bestAccuracy(epochs), percent),
  Time: ({ epochs }) => duration(epochs.reduce((sum, { seconds }) => sum + seconds, 0)),
};

/** The compared runs side by side: settings that differ, then results. */
export function ComparisonTable({ runs }: { readonly runs: readonly ShownRun[] }) {
  const texts = JSON.stringify(runs.map(({ text }) => text));
  const differing = useMemo(() => {
    const known = (JSON.parse(texts) as (string | null)[]).flatMap((text) => text ?? []);
    return known.length < runs.length ? null : differences(known.map((text) => parseProject(text)));
  }, [texts, runs.length]);
  const results = Object.entries(RESULTS)
    .map(([title, of]) => ({ title, values: runs.map(of) }))
    .filter(({ values }) => values.some((value) => value !== null));
  return (
    <div className={css['compared']} tabIndex={0} role="region" aria-label="Comparison of the runs">
      <table className={uiCss['table']}>
        <thead>
          <tr>
            <th scope="col">Run</th>
            {runs.map((run, i) => (
              <Heading key={run.runId} run={run} place={i} />
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="rowgroup" colSpan={runs.length + 1}>
              {differing?.length === 0 ? 'All settings are the same' : 'Differences'}
            </th>
          </tr>
          {differing?.map(({ setting, values }) => (
            <Row key={setting} title={setting} values={values} />
          ))}
          <tr>
            <th scope="rowgroup" colSpan={runs.length + 1}>
              Results
            </th>
          </tr>
          {results.map(({ title, values }) => (
            <Row key={title} title={title} values={values} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Heading({ run: { run }, place }: { readonly run: ShownRun; readonly place: number }) {
  const { letter, ...line } = lineOf(place);
  return (
    <th scope="col">
      <Swatch {...line} /> {letter}
      <small>{run ? runTitle(run) : 'now'}</small>
    </th>
  );
}

function Row({ title, values }: { readonly title: string; readonly values: readonly (string | null)[] }) {
  return (
    <tr>
      <th scope="row">{title}</th>
      {values.map((value, i) => (
        <td key={i}>{value ?? '–'}</td>
      ))}
    </tr>
  );
}

const figure = (value: number | null | undefined, format: (value: number) => string) =>
  value == null ? null : format(value);
