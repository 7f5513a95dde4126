import { importTable } from '../actions/data.js';
import { tableOf } from '../../engine/data/tables.js';
import type { TableDataSpec } from '../../engine/project/schema.js';
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
  const role = (name: string) =>
    data.inputs.includes(name) ? 'in' : data.targets.includes(name) ? 'out' : '';
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
                  {name} {role(name) === '' ? '' : `(${role(name)})`}
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

const FIGURES: readonly (readonly [string, (values: readonly number[]) => number])[] = [
  ['least', (values) => values.reduce((least, value) => Math.min(least, value))],
  ['mean', (values) => values.reduce((sum, value) => sum + value, 0) / values.length],
  ['greatest', (values) => values.reduce((greatest, value) => Math.max(greatest, value))],
];
