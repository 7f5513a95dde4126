import type { ImportedTable } from '../../electron/ipc/contract.js';
import { templates } from '../../engine/project/templates.js';
import type { Project } from '../../engine/project/schema.js';

/** What is made of a table. */
export interface TableChoice {
  readonly inputs: readonly string[];
  readonly target: string;
  /** What happens to rows with an empty cell in a column that is used. */
  readonly missing: 'drop' | 'mean';
  readonly standardize: boolean;
}

const HELD_OUT = 0.2;
/** Up to this many rows make one batch, as the thermometer's do. */
const ONE_BATCH = 64;

/** Numeric columns go in, the last of them comes out. */
export function firstChoice({ columns }: ImportedTable): TableChoice {
  const numeric = columns.filter(({ values }) => values !== null).map(({ name }) => name);
  return { inputs: numeric.slice(0, -1), target: numeric.at(-1) ?? '', missing: 'drop', standardize: true };
}

/** Why a choice makes no project; null when it does. */
export function choiceProblem(table: ImportedTable, choice: TableChoice): string | null {
  if (table.columns.filter(({ values }) => values !== null).length < 2)
    return 'At least two columns of numbers are needed: one to go in, one to come out.';
  if (choice.inputs.length === 0) return 'Choose at least one column that goes in.';
  if (keptRows(table, choice).length < 2)
    return 'Fewer than two rows have a number in every column that is used.';
  return null;
}

/** The rows that stay: all of them, unless those with empty cells are dropped. */
export function keptRows(table: ImportedTable, { inputs, target, missing }: TableChoice): number[] {
  const used = table.columns.filter(({ name }) => [...inputs, target].includes(name));
  const all = Array.from({ length: table.rows }, (_, row) => row);
  if (missing === 'mean') return all;
  return all.filter((row) => used.every(({ values }) => !Number.isNaN(values?.[row] ?? NaN)));
}

/** A project that learns the target from the inputs, with the small tanh network to start from. */
export function tableProject(table: ImportedTable, choice: TableChoice): Project {
  const template = templates.find(({ id }) => id === 'tanh-regressor')!.project;
  const rows = keptRows(table, choice);
  const columns = Object.fromEntries(
    [...choice.inputs, choice.target].map((name) => {
      const values = table.columns.find((column) => column.name === name)!.values!;
      const fill = mean(Array.from(values).filter((value) => !Number.isNaN(value)));
      return [name, rows.map((row) => (Number.isNaN(values[row]!) ? fill : values[row]!))];
    }),
  );
  const figures = choice.inputs.map((name) => standard(columns[name]!));
  const step = { type: 'Standardize', mean: figures.map((f) => f.mean), std: figures.map((f) => f.std) };
  return {
    ...template,
    name: table.name,
    data: {
      source: { kind: 'inline', name: table.name, columns },
      inputs: [...choice.inputs],
      targets: [choice.target],
      validation: { from: 'train', share: HELD_OUT },
      transforms: choice.standardize ? [step] : [],
    },
    training: {
      ...template.training,
      optimizer: { type: 'Adam', lr: 0.01 },
      epochs: 500,
      batchSize: rows.length <= ONE_BATCH ? 'full' : ONE_BATCH,
      shuffle: rows.length > ONE_BATCH,
    },
  };
}

/** Mean and standard deviation of a column. */
export function standard(values: readonly number[]): { mean: number; std: number } {
  const middle = mean(values);
  const spread = Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
  // A column that never changes says nothing; dividing by 1 leaves it at 0.
  return { mean: middle, std: spread === 0 ? 1 : spread };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
