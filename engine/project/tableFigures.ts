import type { SavedParams } from '../base/fields.js';
import type { PipelinePart } from '../base/problem.js';
import { type Feature, type PreparedTable, prepareTable } from '../data/preparedTable.js';
import { holdOut } from '../data/sampler.js';
import { type Table, tableOf } from '../data/table.js';
import { transformOf } from '../data/transforms/index.js';
import { Mt19937 } from '../random/torch.js';
import { stepsOf } from './advice.js';
import { isImages } from './samples.js';
import type { Project, TableDataSpec } from './schema.js';

/** A table's use and the seed that draws the rows held out from training. */
interface TableTraining {
  readonly data: TableDataSpec;
  readonly training: Pick<Project['training'], 'seed'>;
}

/** Larger numbers are mistakes, which training names with their column; they have no mean that a project can hold. */
const LARGEST = 1e30;
const hasFigures = ({ values }: Feature) => values.every((value) => Math.abs(value) <= LARGEST);

/**
 * Settings computed from rows that train, and their number; null for a type that computes nothing from this list, and for
 * columns that are too large.
 */
export function tableFigures(
  { data, training }: TableTraining,
  prepared: PreparedTable,
  part: PipelinePart,
  type: string,
): { readonly figures: SavedParams; readonly rows: number } | null {
  const columns = columnsOf(prepared, part);
  const { table } = transformOf(type).figures ?? {};
  if (!columns || !table || !columns.every(hasFigures)) return null;
  const all = prepared.rows.length;
  const rows = holdOut(Mt19937.fromSeed(training.seed), all, data.validation?.share ?? 0).train.sort();
  const chosen = columns.map(({ name, values }) => ({
    name,
    values: Array.from(rows, (row) => values[row]!),
  }));
  return { figures: table(chosen), rows: rows.length };
}

function columnsOf({ inputs, targets }: PreparedTable, part: PipelinePart): readonly Feature[] | null {
  const lists: Readonly<Record<PipelinePart, readonly Feature[] | null>> = {
    augment: null,
    transforms: inputs,
    targetTransforms: targets.kind === 'values' ? targets.columns : null,
  };
  return lists[part];
}

/** A table's data whose computed settings suit its columns, without steps that have none; classes have no transforms. */
export function withFigures(table: Table, project: TableTraining): TableDataSpec {
  const { data } = project;
  const prepared = prepareTable(table, data);
  const computed = (part: PipelinePart) =>
    stepsOf(data, part).flatMap((step) => {
      const found = tableFigures(project, prepared, part, step.type);
      const isComputed = transformOf(step.type).figures?.table !== undefined;
      return isComputed && !found ? [] : [{ ...step, ...found?.figures }];
    });
  const { targetTransforms: _, ...rest } = data;
  const changed = { ...rest, transforms: computed('transforms') };
  return data.targetTransforms && prepared.targets.kind === 'values'
    ? { ...changed, targetTransforms: computed('targetTransforms') }
    : changed;
}

/** Share by which a figure may differ from the computed one and still be it: settings are shortened to six digits. */
const SHORTENED = 1e-5;

/**
 * The project after an edit of its seed or split: figures that were computed from the rows that trained before are
 * computed from those that train now. Figures of the user's own stay.
 */
export function followSplit(before: Project, after: Project): Project {
  const { data } = after;
  if (isImages(before.data) || isImages(data)) return after;
  const same =
    before.training.seed === after.training.seed && before.data.validation?.share === data.validation?.share;
  const table = same ? undefined : tableOf(data.source);
  if (!table) return after;
  const prepared = prepareTable(table, data);
  const follow = (part: PipelinePart) =>
    stepsOf(data, part).map((step) => {
      const was = tableFigures(
        { data: before.data as TableDataSpec, training: before.training },
        prepared,
        part,
        step.type,
      );
      const now = tableFigures({ data, training: after.training }, prepared, part, step.type);
      return was && now && Object.entries(was.figures).every(([name, value]) => isNear(step[name], value))
        ? { ...step, ...now.figures }
        : step;
    });
  return {
    ...after,
    data: {
      ...data,
      transforms: follow('transforms'),
      ...(data.targetTransforms && { targetTransforms: follow('targetTransforms') }),
    },
  };
}

/** True for the same numbers up to shortening. */
function isNear(found: unknown, computed: unknown): boolean {
  if (Array.isArray(computed)) {
    return (
      Array.isArray(found) &&
      found.length === computed.length &&
      computed.every((value, i) => isNear(found[i], value))
    );
  }
  return Math.abs(Number(found) - Number(computed)) <= SHORTENED * Math.abs(Number(computed));
}
