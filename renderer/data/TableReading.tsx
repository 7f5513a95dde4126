import type { ImportedTable } from '../../electron/ipc/contract.js';
import { readTable } from '../actions/data.js';
import { Check } from '../ui/Check.js';
import { Choice } from '../ui/Choice.js';
import css from './data.module.css';
import { useApp } from '../useApp.js';

const DELIMITERS = [
  { value: ',', label: 'Comma' },
  { value: ';', label: 'Semicolon' },
  { value: '\t', label: 'Tab' },
  { value: '|', label: 'Vertical bar' },
] as const;

/** The detected delimiter and header of a table, which the user can correct. */
export function TableReading({ table: { delimiter, headed } }: { readonly table: ImportedTable }) {
  const app = useApp();
  return (
    <div className={css['beside']}>
      <Choice
        label="Delimiter"
        value={delimiter}
        options={DELIMITERS}
        onChange={(value) => void readTable(app, { delimiter: value, headed })}
      />
      <Check
        label="First row contains column names"
        checked={headed}
        onChange={(on) => void readTable(app, { delimiter, headed: on })}
      />
    </div>
  );
}
