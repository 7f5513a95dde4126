import { prepareTable } from '../../engine/data/preparedTable.js';
import { isText, type Table } from '../../engine/data/table.js';
import { transformOf } from '../../engine/data/transforms/pipeline.js';
import { tableOf } from '../../engine/data/tables.js';
import { isImages } from '../../engine/project/samples.js';
import type { Edit } from '../../engine/project/schema.js';

/** What a column is for. */
export type ColumnRole = 'in' | 'out' | 'unused';

/** Gives a column of the project's table another role; settings that were computed from the inputs are computed again. */
export function setColumnRole(name: string, role: ColumnRole): Edit {
  return (project) => {
    const { data } = project;
    const table = isImages(data) ? undefined : tableOf(data.source);
    if (isImages(data) || !table) return project;
    // Columns keep the table's order, whichever was chosen first.
    const having = (wanted: ColumnRole, before: readonly string[]) =>
      Object.keys(table.columns).filter((one) => (one === name ? role === wanted : before.includes(one)));
    const inputs = having('in', data.inputs);
    const targets =
      role === 'out' ? goingWith(name, having('out', data.targets), table) : having('out', data.targets);
    if (inputs.length === 0 || targets.length === 0) return project;
    const changed = { ...data, inputs, targets };
    const prepared = prepareTable(table, changed);
    const transforms = data.transforms.map((step) => ({
      ...step,
      ...transformOf(step.type).figures?.table?.(prepared.inputs),
    }));
    return { ...project, data: { ...changed, transforms } };
  };
}

/** What may come out beside a column: numbers beside numbers, nothing beside text. */
function goingWith(name: string, targets: readonly string[], { columns }: Table): string[] {
  if (isText(columns[name]!)) return [name];
  return targets.filter((one) => !isText(columns[one]!));
}
