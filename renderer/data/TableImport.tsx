import { useState } from 'react';
import type { ProblemCode } from '../../engine/base/problem.js';
import { ENCODINGS } from '../../engine/data/encodings.js';
import type { ImportedTable, RefusedTable, UnreadableUse, UnreadTable } from '../../engine/data/tableForm.js';
import type { Project } from '../../engine/project/schema.js';
import {
  choiceProblem,
  defaultChoice,
  fileNotes,
  hasClasses,
  isUsable,
  preparedChoice,
  type TableChoice,
  tableNotes,
  tableProject,
  withTextColumns,
} from '../../engine/project/tableProject.js';
import { messageOf, sentenceOf, visible } from '../../engine/text/index.js';
import { readTable } from '../actions/data.js';
import { newProject } from '../actions/file.js';
import { openOverlay } from '../state/ui.js';
import { Button } from '../ui/Button.js';
import { Check, Choice, type Options, Select } from '../ui/controls.js';
import { ColumnHeads } from '../ui/ColumnHeads.js';
import { Dialog } from '../ui/Dialog.js';
import { count } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import { useApp, useUi } from '../useApp.js';
import css from './data.module.css';

/** The import dialog for tables: shows what was read, and selects the inputs and the target. */
export function TableImport() {
  const app = useApp();
  const table = useUi((state) => state.table);
  if (!table) return null;
  return (
    <Dialog title={`New project from ${table.name}`} onClose={() => openOverlay(app, null)}>
      {'encoding' in table && <TableReading table={table} />}
      {'problem' in table ? <Unread table={table} /> : <Import table={table} />}
    </Dialog>
  );
}

/** The problem of a file that is no table, at least not with these settings, and its lines. */
function Unread({ table: { problem, lines } }: { readonly table: UnreadTable | RefusedTable }) {
  return (
    <>
      <p className={uiCss['error']} role="alert">
        {messageOf(problem)}
      </p>
      {lines.length > 0 && (
        <table className={css['lines']} aria-label="Lines of the file">
          <tbody>
            {lines.map(({ line, text }) => (
              <tr key={line}>
                <th scope="row">{line}</th>
                <td>{visible(text)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Actions project={null} />
    </>
  );
}

/** The buttons that create a project and cancel. */
function Actions({ project }: { readonly project: (() => Project) | null }) {
  const app = useApp();
  return (
    <p className={uiCss['actions']} style={{ marginTop: 16 }}>
      <Button look="primary" disabled={!project} onClick={() => project && void newProject(app, project())}>
        Create project
      </Button>
      <Button onClick={() => openOverlay(app, null)}>Cancel</Button>
    </p>
  );
}

function Import({ table: imported }: { readonly table: ImportedTable }) {
  const [chosen, setChosen] = useState({ imported, choice: defaultChoice(imported) });
  // A new table, or the same one parsed differently, has other columns, so discard the earlier choice.
  const choice = chosen.imported === imported ? chosen.choice : defaultChoice(imported);
  const setChoice = (next: TableChoice) => setChosen({ imported, choice: next });
  const table = withTextColumns(imported, choice.unreadable);
  const wrong = choiceProblem(table, choice);
  const usable = table.columns.filter(isUsable);
  const gaps = table.columns.some(
    ({ name, missing, unreadable }) =>
      (missing > 0 || (unreadable && choice.unreadable.get(name) !== 'text')) &&
      (choice.inputs.includes(name) || choice.target === name),
  );
  const target = usable.find(({ name }) => name === choice.target);
  const texts = table.columns.some(({ values }) => values === null);
  return (
    <>
      <p className={uiCss['help']}>
        {count(table.rows)} rows, {count(table.columns.length)}{' '}
        {table.columns.length === 1 ? 'column' : 'columns'}.
        {texts &&
          ' A text column becomes one column of zeros and ones per distinct value (one-hot) as an input, or classes as the target.'}
        {usable.length > 0 && ' Columns that are not used now remain available in the project.'}
      </p>
      <Notes table={imported} choice={choice} />
      <Columns table={table} choice={choice} onChange={setChoice} />
      <div className={css['answers']}>
        {usable.length > 0 && (
          <Choice
            label="Target"
            help={
              target?.values && !choice.classes
                ? 'The number that the model learns to predict.'
                : 'The model learns to distinguish these classes.'
            }
            value={choice.target}
            options={usable.map(({ name }) => ({ value: name, label: name }))}
            onChange={(target) =>
              setChoice({
                ...choice,
                target,
                classes: false,
                inputs: choice.inputs.filter((name) => name !== target),
              })
            }
          />
        )}
        {target && hasClasses(target) && (
          <Choice
            label="Predict"
            help="Few different whole numbers can be names of classes, such as 0, 1 and 2 for three species."
            value={choice.classes ? 'classes' : 'values'}
            options={[
              { value: 'values', label: 'Values' },
              { value: 'classes', label: 'Classes' },
            ]}
            onChange={(kind) => setChoice({ ...choice, classes: kind === 'classes' })}
          />
        )}
        {gaps && (
          <Choice
            label="Empty cells"
            help={`${count(preparedChoice(table, choice).rows.length)} of ${count(table.rows)} rows are used. Rows without a target are always omitted.`}
            value={choice.missing}
            options={[
              { value: 'drop', label: 'Omit rows with empty inputs' },
              { value: 'fill', label: 'Fill: numbers with the column’s mean, text with a separate category' },
            ]}
            onChange={(missing) => setChoice({ ...choice, missing })}
          />
        )}
      </div>
      <Check
        label="Standardize"
        help="Each input, and a target that is a number, gets mean 0 and standard deviation 1. Predictions are in the target’s own unit."
        checked={choice.standardize}
        onChange={(standardize) => setChoice({ ...choice, standardize })}
      />
      {wrong && (
        <p className={uiCss['error']} role="alert">
          {sentenceOf(wrong)}
        </p>
      )}
      <Actions project={wrong ? null : () => tableProject(table, choice)} />
    </>
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
    <table className={`${uiCss['table'] ?? ''} ${css['columns'] ?? ''}`} style={{ marginTop: 8 }}>
      <ColumnHeads titles={['Input', 'Type', 'First cells', 'Empty']} />
      <tbody>
        {table.columns.map((column) => (
          <tr key={column.name}>
            <td>
              <label className={uiCss['check']} style={{ margin: 0 }}>
                <input
                  type="checkbox"
                  disabled={!isUsable(column) || column.name === choice.target}
                  checked={choice.inputs.includes(column.name)}
                  onChange={() => toggle(column.name)}
                />
                {column.name}
              </label>
            </td>
            <td>{kindOf(column)}</td>
            <td className={css['cells']}>{column.sample.slice(0, 5).join(' · ')}</td>
            <td>
              {column.missing > 0 && count(column.missing)}
              <Unreadable column={column} choice={choice} onChange={onChange} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function kindOf({ values, texts }: ImportedTable['columns'][number]): string {
  if (values) return 'number';
  return texts
    ? `text, ${texts.kinds.length} distinct ${texts.kinds.length === 1 ? 'value' : 'values'}`
    : 'text, too many distinct values';
}

const UNREADABLE: Options<UnreadableUse> = [
  { value: 'empty', label: 'Treat as empty' },
  { value: 'omit', label: 'Leave out their rows' },
  { value: 'text', label: 'Treat the column as text' },
];

interface UnreadableProps {
  readonly column: ImportedTable['columns'][number];
  readonly choice: TableChoice;
  readonly onChange: (choice: TableChoice) => void;
}

/** The cells of a column that are not readable, and what becomes of them. */
function Unreadable({ column: { name, unreadable }, choice, onChange }: UnreadableProps) {
  if (!unreadable) return null;
  const { rows, line, cell, asText } = unreadable;
  return (
    <>
      <div className={uiCss['error']}>
        {count(rows.length)} not readable: first “{visible(cell.slice(0, 20))}” on line {count(line)}, column{' '}
        {name}
      </div>
      <Select
        className={css['role']}
        aria-label={`Cells of ${name} that are not readable`}
        value={choice.unreadable.get(name) ?? 'empty'}
        options={UNREADABLE.filter(({ value }) => value !== 'text' || asText)}
        onChange={(use) => onChange({ ...choice, unreadable: new Map(choice.unreadable).set(name, use) })}
      />
    </>
  );
}

const DELIMITERS = [
  { value: ',', label: 'Comma' },
  { value: ';', label: 'Semicolon' },
  { value: '\t', label: 'Tab' },
  { value: '|', label: 'Vertical bar' },
  { value: ' ', label: 'Spaces' },
] as const;

/** Notes that stand elsewhere in the dialog. */
const SHOWN: readonly ProblemCode[] = ['bad-data/table-unreadable', 'bad-data/table-rows-omitted'];

/** Parts of the file that are not in the table as they were written, and doubts about the choice. */
function Notes({ table, choice }: { readonly table: ImportedTable; readonly choice: TableChoice }) {
  const all = choiceProblem(table, choice) ? fileNotes(table) : tableNotes(table, choice);
  const notes = all.filter(({ code }) => !SHOWN.includes(code));
  return notes.map((note, i) => (
    <p key={i} className={uiCss['error']}>
      {sentenceOf(note)}
    </p>
  ));
}

const ENCODING_OPTIONS = ENCODINGS.map(({ id, title }) => ({ value: id, label: title }));

const DECIMALS = [
  { value: '', label: 'As found' },
  { value: '.', label: 'Point' },
  { value: ',', label: 'Comma' },
] as const;

/** The detected settings for reading a table, which the user can correct. */
function TableReading({ table }: { readonly table: ImportedTable | UnreadTable }) {
  const app = useApp();
  const { encoding, delimiter, headed } = table;
  const { decimal, units, keepUnits } =
    'units' in table ? table : { decimal: null, units: null, keepUnits: false };
  const read = (change: Partial<Parameters<typeof readTable>[1]>) =>
    void readTable(app, { encoding, delimiter, headed, decimal, keepUnits, ...change });
  return (
    <div className={css['beside']}>
      <Choice
        label="Encoding"
        value={encoding}
        options={ENCODING_OPTIONS}
        onChange={(value) => read({ encoding: value, delimiter: null, headed: null })}
      />
      <Choice
        label="Delimiter"
        value={delimiter}
        options={DELIMITERS}
        onChange={(value) => read({ delimiter: value })}
      />
      <Choice
        label="Decimal mark"
        value={decimal ?? ''}
        options={DECIMALS}
        onChange={(value) => read({ decimal: value === '' ? null : value })}
      />
      <Check
        label="First row contains column names"
        checked={headed}
        onChange={(on) => read({ headed: on })}
      />
      {units !== null && (
        <Check
          label={`Line ${count(units)} is a row of the data, not units`}
          checked={keepUnits}
          onChange={(on) => read({ keepUnits: on })}
        />
      )}
    </div>
  );
}
