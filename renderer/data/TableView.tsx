import { useMemo, useState } from 'react';
import { importTable } from '../actions/data.js';
import { prepareTable } from '../../engine/data/preparedTable.js';
import { rowCount, type Table } from '../../engine/data/table.js';
import { tableOf } from '../../engine/data/tables.js';
import type { TableDataSpec } from '../../engine/project/schema.js';
import { shownRun } from '../state/training.js';
import { Button } from '../ui/Button.js';
import { count } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import buildCss from '../build/build.module.css';
import css from './data.module.css';
import { TableMistakes } from './TableMistakes.js';
import { ROWS_SHOWN, TableRows } from './TableRows.js';
import { tableVerdicts } from './tableVerdicts.js';
import { TransformsTab } from './TransformsTab.js';
import { useApp, useBrowse, useTraining } from '../useApp.js';

/** A project's table: its columns with their roles and statistics, and the first rows. */
export function TableView({ data }: { readonly data: TableDataSpec }) {
  const table = tableOf(data.source);
  return table ? <Sheet data={data} table={table} /> : null;
}

function Sheet({ data, table }: { readonly data: TableDataSpec; readonly table: Table }) {
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
        <TableMistakes verdicts={verdicts} only={only} onOnly={setOnly} />
        <div className={uiCss['actions']} style={{ margin: '12px 0' }}>
          <Button onClick={() => void importTable(app)}>New project from your own table…</Button>
        </div>
        <TableRows table={table} data={data} rows={rows} verdicts={verdicts} />
        {rows.length > ROWS_SHOWN && <p className={uiCss['help']}>The first {ROWS_SHOWN} rows are shown.</p>}
      </div>
      <aside className={buildCss['inspector']} aria-label="Transforms">
        <div className={buildCss['panel']}>
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
