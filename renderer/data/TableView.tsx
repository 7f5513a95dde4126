import { importTable } from '../actions/data.js';
import { tableOf } from '../../engine/data/tables.js';
import type { TableDataSpec } from '../../engine/project/schema.js';
import { edit } from '../state/document.js';
import { setColumnRole, type ColumnRole } from '../state/tableEdits.js';
import { Button } from '../ui/Button.js';
import { count } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import buildCss from '../build/build.module.css';
import css from './data.module.css';
import { TransformsTab } from './TransformsTab.js';

/** Rows in sight; the figures are of all. */
const ROWS_SHOWN = 200;

/** A project's table: its columns, what they are for, their figures, and the first rows. */
export function TableView({ data }: { readonly data: TableDataSpec }) {
  const table = tableOf(data.source);
  if (!table) return null;
  const names = Object.keys(table.columns);
  const length = table.columns[names[0]!]!.length;
  return (
    <div className={css['tableWorkspace']}>
      <div className={css['sheet']} tabIndex={0} role="region" aria-label="Table">
        <div className={css['caption']}>
          <b>{table.name}</b>
          <span>
            {count(length)} rows · {data.inputs.join(', ')} in, {data.targets.join(', ')} out
          </span>
        </div>
        {data.source.kind === 'table' && (
          <p className={uiCss['help']}>
            Eleven measurements of chapter 6: t_u on a thermometer without units, t_c in degrees Celsius. The
            model gets t_u · 0.1 and learns to give t_c.
          </p>
        )}
        <p style={{ margin: '12px 0' }}>
          <Button onClick={() => void importTable()}>New project from your own table…</Button>
        </p>
        <table className={uiCss['table']}>
          <thead>
            <tr>
              <th scope="col">Row</th>
              {names.map((name) => (
                <th key={name} scope="col">
                  {name}
                  <Role name={name} data={data} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {FIGURES.map(([title, figure]) => (
              <tr key={title} className={css['figure']}>
                <td>{title}</td>
                {names.map((name) => (
                  <td key={name}>{Number(figure(table.columns[name]!).toPrecision(4))}</td>
                ))}
              </tr>
            ))}
            {Array.from({ length: Math.min(length, ROWS_SHOWN) }, (_, row) => (
              <tr key={row}>
                <td>{row}</td>
                {names.map((name) => (
                  <td key={name}>{table.columns[name]![row]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {length > ROWS_SHOWN && <p className={uiCss['help']}>The first {ROWS_SHOWN} rows are shown.</p>}
      </div>
      <aside className={buildCss['inspector']} aria-label="Transforms">
        <div className={buildCss['panel']}>
          <TransformsTab />
        </div>
      </aside>
    </div>
  );
}

const ROLES: Readonly<Record<ColumnRole, string>> = { in: 'Goes in', out: 'Comes out', unused: 'Not used' };

/** What a column is for, to be changed; the last that goes in or comes out stays. */
function Role({ name, data }: { readonly name: string; readonly data: TableDataSpec }) {
  const role = data.inputs.includes(name) ? 'in' : data.targets.includes(name) ? 'out' : 'unused';
  const last = (role === 'in' ? data.inputs : data.targets).length === 1 && role !== 'unused';
  return (
    <select
      className={css['role']}
      aria-label={`Use of ${name}`}
      title={last ? 'One column must go in and one come out: choose another first.' : undefined}
      value={role}
      disabled={last}
      onChange={(event) => edit(setColumnRole(name, event.target.value as ColumnRole))}
    >
      {Object.entries(ROLES).map(([value, title]) => (
        <option key={value} value={value}>
          {title}
        </option>
      ))}
    </select>
  );
}

const FIGURES: readonly (readonly [string, (values: readonly number[]) => number])[] = [
  ['least', (values) => values.reduce((least, value) => Math.min(least, value))],
  ['mean', (values) => values.reduce((sum, value) => sum + value, 0) / values.length],
  ['greatest', (values) => values.reduce((greatest, value) => Math.max(greatest, value))],
];
