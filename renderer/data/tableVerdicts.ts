import { prepareTable } from '../../engine/data/preparedTable.js';
import { tableOf } from '../../engine/data/tables.js';
import { parseProject } from '../../engine/project/parse.js';
import { isImages } from '../../engine/project/samples.js';
import { verdictOf, type Predictions, type Verdict } from '../state/predictions.js';

/**
 * A model's verdicts on rows of its table, by row number. Predictions index the rows in use when the model was
 * trained; column roles, and with them the rows in use, may have changed since.
 * @param text the project as trained
 */
export function tableVerdicts(text: string, predictions: Predictions): ReadonlyMap<number, Verdict> {
  const { data } = parseProject(text);
  const table = isImages(data) ? undefined : tableOf(data.source);
  if (isImages(data) || !table) return new Map();
  const { rows, targets } = prepareTable(table, data);
  if (targets.kind !== 'classes') return new Map();
  const { names, labels } = targets;
  return new Map(
    rows.flatMap((row, sample) => {
      const verdict = verdictOf(sample, names[labels[sample]!]!, predictions);
      return verdict ? [[row, verdict] as const] : [];
    }),
  );
}
