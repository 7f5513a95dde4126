import { useState } from 'react';
import type { ImportedTable } from '../../electron/ipc/contract.js';
import { newProject } from '../actions/file.js';
import { openOverlay, useUi } from '../state/ui.js';
import { Button } from '../ui/Button.js';
import { Check } from '../ui/Check.js';
import { Choice } from '../ui/Choice.js';
import { Dialog } from '../ui/Dialog.js';
import { count } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import { choiceProblem, firstChoice, keptRows, tableProject, type TableChoice } from './tableProject.js';

/** Shows what a table holds and asks what goes in and what comes out. */
export function TableImport() {
  const table = useUi((state) => state.table);
  return table ? <Import table={table} /> : null;
}

function Import({ table }: { readonly table: ImportedTable }) {
  const [choice, setChoice] = useState(() => firstChoice(table));
  const problem = choiceProblem(table, choice);
  const numeric = table.columns.filter(({ values }) => values !== null);
  const gaps = numeric.some(
    ({ name, missing }) => missing > 0 && (choice.inputs.includes(name) || choice.target === name),
  );
  return (
    <Dialog title={`New project from ${table.name}`} onClose={() => openOverlay(null)}>
      <p className={uiCss['help']}>
        {count(table.rows)} rows, {count(table.columns.length)} columns. Columns of text cannot go in yet.
      </p>
      <Columns table={table} choice={choice} onChange={setChoice} />
      {numeric.length > 0 && (
        <Choice
          label="What comes out"
          help="The number that the model learns to give."
          value={choice.target}
          options={numeric.map(({ name }) => ({ value: name, label: name }))}
          onChange={(target) =>
            setChoice({ ...choice, target, inputs: choice.inputs.filter((name) => name !== target) })
          }
        />
      )}
      {gaps && (
        <Choice
          label="Empty cells"
          help={`${count(keptRows(table, choice).length)} of ${count(table.rows)} rows are used.`}
          value={choice.missing}
          options={[
            { value: 'drop', label: 'Leave such rows out' },
            { value: 'mean', label: 'Fill with the column’s mean' },
          ]}
          onChange={(missing) => setChoice({ ...choice, missing })}
        />
      )}
      <Check
        label="Standardize inputs"
        help="Each input gets mean 0 and standard deviation 1. Without it, large numbers drown small ones."
        checked={choice.standardize}
        onChange={(standardize) => setChoice({ ...choice, standardize })}
      />
      {problem && (
        <p className={uiCss['error']} role="alert">
          {problem}
        </p>
      )}
      <p className={uiCss['actions']} style={{ marginTop: 16 }}>
        <Button
          look="primary"
          disabled={problem !== null}
          onClick={() => void newProject(tableProject(table, choice))}
        >
          Create project
        </Button>
        <Button onClick={() => openOverlay(null)}>Cancel</Button>
      </p>
    </Dialog>
  );
}

interface ColumnsProps {
  readonly table: ImportedTable;
  readonly choice: TableChoice;
  readonly onChange: (choice: TableChoice) => void;
}

function Columns({ table, choice, onChange }: ColumnsProps) {
  const toggle = (name: string) => {
    const chosen = new Set(choice.inputs);
    if (!chosen.delete(name)) chosen.add(name);
    const inputs = table.columns.map((column) => column.name).filter((one) => chosen.has(one));
    onChange({ ...choice, inputs });
  };
  return (
    <table className={uiCss['table']} style={{ marginTop: 8 }}>
      <thead>
        <tr>
          <th scope="col">Goes in</th>
          <th scope="col">First cells</th>
          <th scope="col">Empty</th>
        </tr>
      </thead>
      <tbody>
        {table.columns.map(({ name, values, missing, sample }) => (
          <tr key={name}>
            <td>
              <label className={uiCss['check']} style={{ margin: 0 }}>
                <input
                  type="checkbox"
                  disabled={values === null || name === choice.target}
                  checked={choice.inputs.includes(name)}
                  onChange={() => toggle(name)}
                />
                {name}
              </label>
            </td>
            <td>
              {values === null ? `text: ${sample.slice(0, 3).join(', ')}` : sample.slice(0, 5).join('  ')}
            </td>
            <td>{missing === 0 ? '' : count(missing)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
