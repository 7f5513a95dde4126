import { useMemo, useState } from 'react';
import { numberText } from '../../engine/base/numbers.js';
import { parseProject } from '../../engine/project/parse.js';
import type { Project } from '../../engine/project/schema.js';
import { endComparison } from '../actions/runs.js';
import { runOf, type ShownRun } from '../state/training.js';
import { Button } from '../ui/Button.js';
import { ColumnHeads } from '../ui/ColumnHeads.js';
import { duration, formatIfKnown, loss, percent, r2Text, runTitle } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import { useApp, useTraining } from '../useApp.js';
import { Chart, lineOf, Swatch } from './Chart.js';
import { bestAccuracy, overlaid } from './RunCurves.js';
import css from './train.module.css';

const PARTS = {
  validation: { title: 'Validation', loss: 'validationLoss', accuracy: 'validationAccuracy' },
  train: { title: 'Training', loss: 'trainLoss', accuracy: 'trainAccuracy' },
} as const;
type Part = keyof typeof PARTS;

/** The selected runs' curves overlaid, their results, and the settings that differ. */
export function Comparison() {
  const app = useApp();
  const state = useTraining((training) => training);
  const shown = state.compared.map((runId) => runOf(state, runId));
  const validates = shown.some(({ epochs }) => epochs.some(({ validationLoss }) => validationLoss !== null));
  const [chosen, setChosen] = useState<Part>('validation');
  const part = PARTS[validates ? chosen : 'train'];
  const [log, setLog] = useState(false);
  return (
    <div className={css['stage']}>
      <div className={css['head']}>
        <h2>Comparing {shown.length} runs</h2>
        <span className={css['spring']} />
        <Button onClick={() => endComparison(app)}>Back to one run</Button>
      </div>
      <div className={css['charts']}>
        <Overlay title={`${part.title} loss`} runs={shown} figure={part.loss} format={loss} log={log}>
          {validates && (
            <label>
              <input
                type="checkbox"
                checked={chosen === 'train'}
                onChange={(event) => setChosen(event.target.checked ? 'train' : 'validation')}
              />
              On training data
            </label>
          )}
          <label>
            <input type="checkbox" checked={log} onChange={(event) => setLog(event.target.checked)} />
            Log scale
          </label>
        </Overlay>
        {shown.some(({ epochs }) => epochs.some((epoch) => epoch[part.accuracy] !== null)) && (
          <Overlay title={`${part.title} accuracy`} runs={shown} figure={part.accuracy} format={percent} />
        )}
      </div>
      <ComparisonTable runs={shown} />
    </div>
  );
}

interface OverlayProps {
  readonly title: string;
  readonly runs: readonly ShownRun[];
  readonly figure: Parameters<typeof overlaid>[1];
  readonly format: (value: number) => string;
  readonly log?: boolean;
  readonly children?: React.ReactNode;
}

function Overlay({ title, runs, figure, format, log = false, children }: OverlayProps) {
  const { xs, values } = overlaid(
    runs.map(({ epochs }) => epochs),
    figure,
  );
  const curves = values.map((one, i) => {
    const { letter, ...line } = lineOf(i);
    return { name: letter, ...line, values: one };
  });
  return (
    <Chart title={title} format={format} log={log} xs={xs} curves={curves}>
      {children}
    </Chart>
  );
}

/** Result rows of the table, as text; null if a run has no such metric. */
const RESULTS: Readonly<Record<string, (run: ShownRun) => string | null>> = {
  Epochs: ({ epochs }) => String(epochs.length),
  'Training loss': ({ epochs }) => formatIfKnown(epochs.at(-1)?.trainLoss, loss),
  'Validation loss': ({ epochs }) => formatIfKnown(epochs.at(-1)?.validationLoss, loss),
  'Validation accuracy': ({ epochs }) => formatIfKnown(epochs.at(-1)?.validationAccuracy, percent),
  'R²': ({ epochs }) => epochs.slice(-1).map(r2Text)[0] ?? null,
  'Best accuracy': ({ epochs }) => formatIfKnown(bestAccuracy(epochs), percent),
  Time: ({ epochs }) => duration(epochs.reduce((sum, { seconds }) => sum + seconds, 0)),
};

/** The compared runs side by side: settings that differ, then results. */
function ComparisonTable({ runs }: { readonly runs: readonly ShownRun[] }) {
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
        <ColumnHeads
          titles={['Run', ...runs.map((run, i) => <Heading key={run.runId} run={run} place={i} />)]}
        />
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
    <>
      <Swatch {...line} /> {letter}
      <small>{run ? runTitle(run) : 'now'}</small>
    </>
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

/** A setting that differs between projects. */
interface Difference {
  readonly setting: string;
  /** Its value in each project, in order; null if a project has no such setting. */
  readonly values: readonly (string | null)[];
}

/** The differences between projects, in file order: data, layers, training. */
export function differences(projects: readonly Project[]): Difference[] {
  const described = projects.map(settingsOf);
  const settings = [...new Set(described.flatMap((one) => [...one.keys()]))];
  return settings
    .map((setting) => ({ setting, values: described.map((one) => one.get(setting) ?? null) }))
    .filter(({ values }) => new Set(values).size > 1);
}

function settingsOf({ data, model, training }: Project): ReadonlyMap<string, string> {
  const { source, ...choices } = data;
  return new Map([
    ['Data', 'name' in source ? source.name : 'CIFAR-10'],
    ...Object.entries(choices).map(([key, value]): [string, string] => [titled(key), written(value)]),
    ['Layers', String(model.layers.length)],
    ...model.layers.map(({ name, type, params }): [string, string] => [
      `Layer ${name}`,
      written({ type, ...params }),
    ]),
    ...Object.entries(training).map(([key, value]): [string, string] => [titled(key), written(value)]),
  ]);
}

/** A readable project value; typed values use PyTorch notation: `SGD(lr=0.01)`. */
function written(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(written).join(', ');
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string' || typeof value === 'boolean') return String(value);
  const { type, ...rest } = value as Readonly<Record<string, unknown>>;
  const settings = Object.entries(rest).map(([name, one]) => `${name}=${written(one)}`);
  return typeof type === 'string' ? `${type}(${settings.join(', ')})` : settings.join(', ');
}

/** `batchSize` becomes `Batch size`. */
function titled(key: string): string {
  const words = key.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words[0]!.toUpperCase() + words.slice(1);
}
