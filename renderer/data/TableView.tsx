import { Fragment, useMemo, useState } from 'react';
import { prepareTable } from '../../engine/data/preparedTable.js';
import { type Column, isText, rowCount, type Table, tableOf } from '../../engine/data/table.js';
import { type ColumnRole, setColumnRole } from '../../engine/project/edits.js';
import { parseProject } from '../../engine/project/parse.js';
import { isImages, targetsOf } from '../../engine/project/samples.js';
import type { TableDataSpec } from '../../engine/project/schema.js';
import { bringRows, importTable } from '../actions/data.js';
import { edit } from '../state/document.js';
import { type Predictions, type Verdict, verdictOf } from '../state/filters.js';
import { shownRun } from '../state/training.js';
import { Button } from '../ui/Button.js';
import { Check, type Options, Select } from '../ui/controls.js';
import { ColumnHeads } from '../ui/ColumnHeads.js';
import { EmptyState } from '../ui/EmptyState.js';
import { count, percent } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import { useApp, useBrowse, useTraining } from '../useApp.js';
import css from './data.module.css';
import { ShowMistakes, useTrainedRun } from './FilterPanel.js';
import { TransformsTab } from './TransformsTab.js';

/** A project's table: its columns with their roles and statistics, and the first rows. */
export function TableView({ data }: { readonly data: TableDataSpec }) {
  const table = tableOf(data.source);
  if (!table) return null;
  return rowCount(table) === 0 ? <NoRows data={data} table={table} /> : <Sheet data={data} table={table} />;
}

interface SheetProps {
  readonly data: TableDataSpec;
  readonly table: Table;
}

/** Shown for a table of an exported model: its columns are known, its rows stayed with their owner. */
function NoRows({ data, table }: SheetProps) {
  const app = useApp();
  const columns = new Intl.ListFormat('en-US').format([...data.inputs, ...data.targets]);
  return (
    <EmptyState
      title={`The rows of “${table.name}” are not in the file`}
      text={`An exported model does not carry its training data. To go on training, choose a file with the columns ${columns}.`}
    >
      <Button look="primary" onClick={() => void bringRows(app)}>
        Choose file…
      </Button>
    </EmptyState>
  );
}

function Sheet({ data, table }: SheetProps) {
  const app = useApp();
  const [only, setOnly] = useState(true);
  const used = useMemo(() => prepareTable(table, data).rows.length, [table, data]);
  const verdicts = useVerdicts();
  const length = rowCount(table);
  const rows =
    verdicts && only
      ? [...verdicts.keys()]
          .filter((row) => !verdicts.get(row)!.right)
          .sort((a, b) => verdicts.get(b)!.loss - verdicts.get(a)!.loss)
      : Array.from({ length }, (_, row) => row);
  return (
    <div className={css['tableWorkspace']}>
      <div className={css['sheet']} tabIndex={0} role="region" aria-label="Table">
        <div className={css['caption']}>
          <b>{table.name}</b>
          <span>
            {count(length)} rows · {data.inputs.join(', ')} in, {data.targets.join(', ')} out
          </span>
        </div>
        {used < length && (
          <p className={uiCss['help']}>
            {count(length - used)} {length - used === 1 ? 'row has' : 'rows have'} an empty cell in a used
            column and {length - used === 1 ? 'is' : 'are'} omitted.
          </p>
        )}
        {data.source.kind === 'table' && (
          <p className={uiCss['help']}>
            Eleven measurements from chapter 6: t_u on a thermometer without units, t_c in degrees Celsius.
            The model’s input is t_u · 0.1 and its target is t_c.
          </p>
        )}
        <TableMistakes data={data} verdicts={verdicts} only={only} onOnly={setOnly} />
        <div className={uiCss['actions']} style={{ margin: '12px 0' }}>
          <Button onClick={() => void importTable(app)}>New project from your own table…</Button>
        </div>
        <TableRows table={table} data={data} rows={rows} verdicts={verdicts} />
        {rows.length > ROWS_SHOWN && <p className={uiCss['help']}>The first {ROWS_SHOWN} rows are shown.</p>}
      </div>
      <aside className={uiCss['inspector']} aria-label="Transforms">
        <div className={uiCss['panel']}>
          <TransformsTab />
        </div>
      </aside>
    </div>
  );
}

/** The verdicts of the shown run's model; null until its predictions exist. */
function useVerdicts() {
  const predictions = useBrowse((state) => state.predictions);
  const text = useTraining((state) => {
    const shown = shownRun(state);
    return shown?.runId === predictions?.runId ? (shown?.text ?? null) : null;
  });
  return useMemo(
    () => (predictions && text !== null ? tableVerdicts(text, predictions) : null),
    [predictions, text],
  );
}

interface TableMistakesProps {
  readonly data: TableDataSpec;
  readonly verdicts: ReadonlyMap<number, Verdict> | null;
  readonly only: boolean;
  readonly onOnly: (only: boolean) => void;
}

/** The number of wrong predictions on the validation rows, or a button to compute it. */
function TableMistakes({ data, verdicts, only, onOnly }: TableMistakesProps) {
  const runId = useTrainedRun();
  if (runId === null || targetsOf(data).kind !== 'classes') return null;
  if (!verdicts) return <ShowMistakes runId={runId} />;
  const wrong = [...verdicts.values()].filter(({ right }) => !right).length;
  return (
    <>
      <p className={uiCss['help']} role="status">
        {count(wrong)} of {count(verdicts.size)} {verdicts.size === 1 ? 'prediction' : 'predictions'}{' '}
        {wrong === 1 ? 'is' : 'are'} wrong.
      </p>
      <Check label="Only wrong predictions, highest loss first" checked={only} onChange={onOnly} />
    </>
  );
}

/**
 * A model's verdicts on rows of its table, by row number. Predictions index the rows in use when the model was
 * trained; column roles, and with them the rows in use, may have changed since.
 * @param text the project as trained
 */
function tableVerdicts(text: string, predictions: Predictions): ReadonlyMap<number, Verdict> {
  const { data } = parseProject(text);
  const table = isImages(data) ? undefined : tableOf(data.source);
  if (isImages(data) || !table) return new Map();
  const { rows, targets } = prepareTable(table, data);
  if (targets.kind !== 'classes') return new Map();
  const { names, labels } = targets;
  return new Map(
    rows.flatMap((row, sample) => {
      const verdict = verdictOf(sample, names[labels[sample]!]!, predictions);
      return verdict ? [[row, verdict] as const] : [];
    }),
  );
}

/** Maximum number of rows shown; the statistics cover all rows. */
const ROWS_SHOWN = 200;

/** Significant digits of a cell, enough to tell rows apart and to read. */
const READABLE_DIGITS = 6;

interface TableRowsProps {
  readonly table: Table;
  readonly data: TableDataSpec;
  readonly rows: readonly number[];
  readonly verdicts: ReadonlyMap<number, Verdict> | null;
}

/** A table's columns with their roles and statistics, and the first of the given rows with their predictions. */
function TableRows({ table, data, rows, verdicts }: TableRowsProps) {
  const columns = Object.entries(table.columns);
  return (
    <table className={uiCss['table']}>
      <ColumnHeads
        titles={[
          'Row',
          ...columns.map(([name]) => (
            <Fragment key={name}>
              {name}
              <ColumnUse name={name} data={data} />
            </Fragment>
          )),
          verdicts !== null && 'Prediction',
        ]}
      />
      <tbody>
        {FIGURES.map(([title, figure]) => (
          <tr key={title} className={css['figure']}>
            <td>{title}</td>
            {columns.map(([name, column]) => (
              <td key={name}>{isText(column) ? '' : figureText(figure, column)}</td>
            ))}
            {verdicts && <td />}
          </tr>
        ))}
        {rows.slice(0, ROWS_SHOWN).map((row) => (
          <tr key={row}>
            <td>{row}</td>
            {columns.map(([name, column]) => (
              <td key={name}>{cellText(column, row)}</td>
            ))}
            {verdicts && <td>{verdictText(verdicts.get(row))}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function cellText(column: Column, row: number): string {
  if (!isText(column)) {
    const value = column[row];
    return value == null ? '' : String(Number(value.toPrecision(READABLE_DIGITS)));
  }
  const kind = column.rows[row];
  return typeof kind === 'number' ? column.kinds[kind]! : '';
}

function verdictText(verdict: Verdict | undefined): string {
  return verdict ? `${verdict.right ? '✓' : '✗'} ${verdict.predicted} ${percent(verdict.confidence)}` : '';
}

type Figure = (values: readonly number[]) => number;

function figureText(figure: Figure, column: readonly (number | null)[]): number {
  return Number(figure(column.filter((value) => value !== null)).toPrecision(4));
}

const FIGURES: readonly (readonly [string, Figure])[] = [
  ['min', (values) => values.reduce((least, value) => Math.min(least, value))],
  ['mean', (values) => values.reduce((sum, value) => sum + value, 0) / values.length],
  ['max', (values) => values.reduce((greatest, value) => Math.max(greatest, value))],
];

const ROLES: Options<ColumnRole> = [
  { value: 'in', label: 'Input' },
  { value: 'out', label: 'Target' },
  { value: 'unused', label: 'Unused' },
];

/** A drop-down list for a column's role; disabled for the only input or target. */
function ColumnUse({ name, data }: { readonly name: string; readonly data: TableDataSpec }) {
  const app = useApp();
  const role = data.inputs.includes(name) ? 'in' : data.targets.includes(name) ? 'out' : 'unused';
  const last = (role === 'in' ? data.inputs : data.targets).length === 1 && role !== 'unused';
  return (
    <Select
      className={css['role']}
      aria-label={`Use of ${name}`}
      title={last ? 'At least one input and one target are required: choose another first.' : undefined}
      value={role}
      options={ROLES}
      disabled={last}
      onChange={(next) => edit(app, setColumnRole(name, next))}
    />
  );
}
