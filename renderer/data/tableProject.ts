import type { ImportedTable } from '../../electron/ipc/contract.js';
import { MAX_CELLS } from '../../engine/data/csv/split.js';
import { standardizing } from '../../engine/data/transforms/standardizing.js';
import { templates } from '../../engine/project/templates.js';
import type { Project } from '../../engine/project/schema.js';
import { isUsable, keptRows, numbersOf, type TableChoice } from './tableColumns.js';

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
  const usable = table.columns.filter(isUsable);
  if (!usable.some(({ values }) => values !== null))
    return 'A column of numbers is needed for what comes out. Is the delimiter right?';
  if (usable.length < 2) return 'At least two columns are needed: one to go in, one to come out.';
  if (choice.inputs.length === 0) return 'Choose at least one column that goes in.';
  const kept = keptRows(table, choice).length;
  if (kept < 2) return 'Fewer than two rows have a value in every column that is used.';
  const cells = Object.keys(numbersOf(table, choice)).length * kept;
  if (cells > MAX_CELLS)
    return 'With a column for each text there are too many cells. Leave columns with many texts out.';
  return null;
}

/** A project that learns the target from the inputs, with the small tanh network to start from. */
export function tableProject(table: ImportedTable, choice: TableChoice): Project {
  const template = templates.find(({ id }) => id === 'tanh-regressor')!.project;
  const columns = numbersOf(table, choice);
  const names = Object.keys(columns);
  const inputs = names.filter((name) => name !== choice.target);
  const rows = columns[choice.target]!.length;
  return {
    ...template,
    name: table.name,
    data: {
      source: { kind: 'inline', name: table.name, columns },
      inputs,
      targets: [choice.target],
      validation: { from: 'train', share: HELD_OUT },
      transforms: choice.standardize ? [standardizing(columns, inputs)] : [],
    },
    training: {
      ...template.training,
      optimizer: { type: 'Adam', lr: 0.01 },
      epochs: 500,
      batchSize: rows <= ONE_BATCH ? 'full' : ONE_BATCH,
      shuffle: rows > ONE_BATCH,
    },
  };
}
