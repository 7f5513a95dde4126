import { asClasses, columnNamed, isText, type Table } from '../data/table.js';
import { tableOf } from '../data/tables.js';
import { isImages } from './samples.js';
import type { Edit } from './schema.js';
import { withFigures } from './tableFigures.js';

/** The role of a column: input, target, or unused. */
export type ColumnRole = 'in' | 'out' | 'unused';

/** Changes the role of a column of the project's table and recomputes settings that derive from the columns. */
export function setColumnRole(name: string, role: ColumnRole): Edit {
  return (project) => {
    const { data } = project;
    const table = isImages(data) ? undefined : tableOf(data.source);
    if (isImages(data) || !table) return project;
    // Columns keep the order of the table, not the order in which they were chosen.
    const withRole = (wanted: ColumnRole, before: readonly string[]) =>
      Object.keys(table.columns).filter((one) => (one === name ? role === wanted : before.includes(one)));
    const inputs = withRole('in', data.inputs);
    const targets =
      role === 'out'
        ? compatibleTargets(name, withRole('out', data.targets), table)
        : withRole('out', data.targets);
    if (inputs.length === 0 || targets.length === 0) return project;
    const changed = { ...data, inputs, targets };
    return { ...project, data: withFigures(table, { data: changed, training: project.training }) };
  };
}

/** Makes the numbers in a column of the user's table classes. */
export function treatAsClasses(name: string): Edit {
  return (project) => {
    const { data } = project;
    if (isImages(data) || data.source.kind !== 'inline') return project;
    const column = columnNamed(data.source, name);
    if (!column || isText(column)) return project;
    const columns = { ...data.source.columns, [name]: asClasses(column) };
    return { ...project, data: { ...data, source: { ...data.source, columns } } };
  };
}

/** Targets that can be combined with a new one: numbers with numbers, but text only alone. */
function compatibleTargets(name: string, targets: readonly string[], { columns }: Table): string[] {
  if (isText(columns[name]!)) return [name];
  return targets.filter((one) => !isText(columns[one]!));
}
