import type { TableDataSpec } from '../../engine/project/schema.js';
import { edit } from '../state/document.js';
import { setColumnRole, type ColumnRole } from '../state/tableEdits.js';
import css from './data.module.css';
import { useApp } from '../useApp.js';

const ROLES: Readonly<Record<ColumnRole, string>> = { in: 'Input', out: 'Target', unused: 'Unused' };

/** A drop-down list for a column's role; disabled for the only input or target. */
export function ColumnUse({ name, data }: { readonly name: string; readonly data: TableDataSpec }) {
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
