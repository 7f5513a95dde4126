import type { ImportedTable } from '../../electron/ipc/contract.js';
import { MAX_CELLS } from '../../engine/data/csv/table.js';
import { prepareTable, type PreparedTable } from '../../engine/data/preparedTable.js';
import { standardize } from '../../engine/data/transforms/standardize.js';
import { templates } from '../../engine/project/templates.js';
import type { Project } from '../../engine/project/schema.js';
import { isUsable, usableColumns } from './tableColumns.js';

/** What is made of a table. */
export interface TableChoice {
  readonly inputs: readonly string[];
  readonly target: string;
  /** What becomes of rows with an empty input. */
  readonly missing: 'drop' | 'fill';
  readonly standardize: boolean;
}

const HELD_OUT = 0.2;
/** Up to this many rows make one batch, as the thermometer's do. */
const ONE_BATCH = 64;

/** Numeric columns go in, text where there are none. The last column comes out, whether number or class. */
export function firstChoice({ columns }: ImportedTable): TableChoice {
  const usable = columns.filter(isUsable);
  const target = usable.at(-1)?.name ?? '';
  const others = usable.filter(({ name }) => name !== target);
  const numeric = others.filter(({ values }) => values !== null);
  const inputs = numeric.length > 0 ? numeric : others;
  return { inputs: inputs.map(({ name }) => name), target, missing: 'drop', standardize: true };
}

/** The table as the model would learn from it. */
export function preparedChoice(
  table: ImportedTable,
  { inputs, target, missing }: TableChoice,
): PreparedTable {
  return prepareTable(usableColumns(table), { inputs, targets: [target], missing });
}

/** Why a choice makes no project; null when it does. */
export function choiceProblem(table: ImportedTable, choice: TableChoice): string | null {
  if (table.columns.filter(isUsable).length < 2)
    return 'At least two columns are needed: one to go in, one to come out. Is the delimiter right?';
  if (choice.inputs.length === 0) return 'Choose at least one column that goes in.';
  const { rows, inputs, targets } = preparedChoice(table, choice);
  if (rows.length < 2) return 'Fewer than two rows have a value in every column that is used.';
  if (targets.kind === 'classes' && targets.names.length < 2)
    return `Every row has the same ${choice.target}: there is nothing to tell apart.`;
  if ((inputs.length + 1) * rows.length > MAX_CELLS)
    return 'With a column for each text there are too many cells. Leave columns with many texts out.';
  return null;
}

/** A project that learns the target from the inputs, with a small tanh network to start from. */
export function tableProject(table: ImportedTable, choice: TableChoice): Project {
  const template = templates.find(({ id }) => id === 'tanh-regressor')!.project;
  const { rows, inputs, targets } = preparedChoice(table, choice);
  const batchSize = rows.length <= ONE_BATCH ? 'full' : ONE_BATCH;
  const classes = targets.kind === 'classes' ? targets.names.length : null;
  const layers = template.model.layers.map((layer) =>
    layer.name === 'output_linear' ? { ...layer, params: { out_features: classes ?? 1 } } : layer,
  );
  return {
    ...template,
    name: table.name,
    data: {
      source: usableColumns(table),
      inputs: [...choice.inputs],
      targets: [choice.target],
      missing: choice.missing,
      validation: { from: 'train', share: HELD_OUT },
      transforms: choice.standardize
        ? [{ type: standardize.type, ...standardize.figures?.table?.(inputs) }]
        : [],
    },
    model: { layers },
    training: {
      ...template.training,
      loss: { type: classes === null ? 'MSELoss' : 'CrossEntropyLoss' },
      optimizer: { type: 'Adam', lr: 0.01 },
      epochs: classes === null ? 500 : 100,
      batchSize,
      shuffle: batchSize !== 'full',
    },
  };
}
