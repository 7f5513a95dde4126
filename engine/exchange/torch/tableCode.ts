import { prepareTable, type Feature, type PreparedTable } from '../../data/preparedTable.js';
import { tableOf } from '../../data/tables.js';
import type { TableDataSpec } from '../../project/schema.js';
import { literal } from './python.js';

/** `load_data` of a table, with its numbers; `split` ends it. */
export function tableData(data: TableDataSpec, split: string): string {
  const table = tableOf(data.source);
  if (!table) return `def load_data():\n    raise ValueError("there is no such table")\n`;
  const { inputs, targets } = prepareTable(table, data);
  return `def load_data():
    inputs = ${sideBySide(inputs)}
${data.transforms.map(step).join('')}    targets = ${targetsCode(targets)}
    train = TensorDataset(inputs, targets)
${split}`;
}

/** Whole numbers would become integers. */
const sideBySide = (columns: readonly Feature[]) =>
  `torch.stack([${columns.map(({ values }) => `torch.tensor(${literal(values)}, dtype=torch.float32)`).join(', ')}], dim=1)`;

function targetsCode(targets: PreparedTable['targets']): string {
  if (targets.kind === 'values') return sideBySide(targets.columns);
  const names = targets.names.map((name) => JSON.stringify(name)).join(', ');
  return `torch.tensor(${literal(targets.labels)})  # of ${names}`;
}

/** A transform of a table's inputs as a line of Python. */
function step(transform: TableDataSpec['transforms'][number]): string {
  if (transform.type === 'Scale') return `    inputs = inputs * ${literal(transform['factor'] ?? 1)}\n`;
  const row = (values: unknown) => `torch.tensor(${literal(values as number[])}, dtype=torch.float32)`;
  return `    inputs = (inputs - ${row(transform['mean'])}) / ${row(transform['std'])}\n`;
}
