import { type Column, isText, type Table } from '../../engine/data/table.js';
import type { TableDataSpec } from '../../engine/project/schema.js';
import { edit } from '../state/document.js';
import type { Verdict } from '../state/predictions.js';
import { percent } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import { useApp } from '../useApp.js';
import css from './data.module.css';
import { type ColumnRole, setColumnRole } from '../../engine/project/dataEdits.js';

/** Maximum number of rows shown; the statistics cover all rows. */
export const ROWS_SHOWN = 200;

/** Significant digits of a cell, enough to tell rows apart and to read. */
const READABLE_DIGITS = 6;

interface TableRowsProps {
  readonly table: Table;
  readonly data: TableDataSpec;
  readonly rows: readonly number[];
  readonly verdicts: ReadonlyMap<number, Verdict> | null;
}

/** A table's columns with their roles and statistics, and the first of the given rows with their predictions. */
export function TableRows({ table, data, rows, verdicts }: TableRowsProps) {
  const columns = Object.entries(table.columns);
  return (
    <table className={uiCss['table']}>
      <thead>
        <tr>
          <th scope="col">Row</th>
          {columns.map(([name]) => (
            <th key={name} scope="col">
              {name}
              <ColumnUse name={name} data={data} />
            </th>
          ))}
          {verdicts && <th scope="col">Prediction</th>}
        </tr>
      </thead>
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

const ROLES: Readonly<Record<ColumnRole, string>> = { in: 'Input', out: 'Target', unused: 'Unused' };

/** A drop-down list for a column's role; disabled for the only input or target. */
function ColumnUse({ name, data }: { readonly name: string; readonly data: TableDataSpec }) {
  const app = useApp();
  const role = data.inputs.includes(name) ? 'in' : data.targets.includes(name) ? 'out' : 'unused';
  const last = (role === 'in' ? data.inputs : data.targets).length === 1 && role !== 'unused';
  return (
    <select
      className={css['role']}
      aria-label={`Use of ${name}`}
      title={last ? 'At least one input and one target are required: choose another first.' : undefined}
      value={role}
      disabled={last}
      onChange={(event) => edit(app, setColumnRole(name, event.target.value as ColumnRole))}
    >
      {Object.entries(ROLES).map(([value, title]) => (
        <option key={value} value={value}>
          {title}
        </option>
      ))}
    </select>
  );
}
