import { decimalMark, isNumber, numberForm, readNumber } from './numbers.js';
import type { Delimiter, Row } from './table.js';

/** The whole label of a total or an average. */
const TOTAL =
  /^((grand |sub)?(total|sum)s?|average|avg\.?|mean|(gesamt)?summe|gesamt|mittelwert|durchschnitt|moyenne|합계|총계|평균|合計|合计|总计|平均):?$/i;
/** A label with a word for a total: it is one if its numbers are sums. */
const PERHAPS = /total|\bsum|summe|gesamt|totaux|합계|총계|소계|合計|合计|总计|小計|小计/i;
/** Totals stand in one of the last rows, with averages below. */
const LAST_ROWS = 5;
/** Least number of rows above a last row without a label, which is a total if its numbers are their sums. */
const MIN_ROWS = 5;
/** Rounding of sums, as a share; numbers without a label must be sums exactly. */
const ROUNDING = 1e-4;
/** More labels with a word for a total are names or categories. */
const MAX_LABELS = 100;
/** Number of columns whose sums are computed. */
const MAX_COLUMNS = 4;

const labelOf = ({ cells }: Row) => cells.find((cell) => cell !== '') ?? '';

/** True if the whole label of a row is that of a total or an average. */
export const isTotalLabel = (row: Row) => TOTAL.test(labelOf(row));

/** The rows that have totals or averages of others: by their labels, or because their numbers are sums. */
export function totalRows(rows: readonly Row[], delimiter: Delimiter): ReadonlySet<Row> {
  const last = new Set(rows.slice(Math.max(1, rows.length - LAST_ROWS)));
  const earlier = new Set(rows.filter((row) => !last.has(row)).map(labelOf));
  const isFinal = (row: Row) => last.has(row) && isTotalLabel(row) && !earlier.has(labelOf(row));
  const found = new Set(rows.filter(isFinal));
  const labeled = rows.filter((row) => !found.has(row) && PERHAPS.test(labelOf(row)));
  const end = [...rows].reverse().find((row) => !found.has(row));
  const perhaps = labeled.length > MAX_LABELS ? [] : labeled;
  if (end && !perhaps.includes(end)) perhaps.push(end);
  const columns = numericColumns(rows, delimiter);
  for (const row of perhaps) {
    const at = rows.indexOf(row);
    const others = [...rows.keys()].filter((i) => i !== at && !found.has(rows[i]!));
    const previous = Math.max(-1, ...rows.flatMap((one, i) => (i < at && found.has(one) ? [i] : [])));
    const isLabeled = row !== end || PERHAPS.test(labelOf(row));
    const parts = [
      others.filter((i) => i < at),
      ...(isLabeled ? [others.filter((i) => i < at && i > previous), others.filter((i) => i > at)] : []),
    ];
    if (parts.some((part) => isSum(columns, at, part, isLabeled))) found.add(row);
  }
  return found;
}

/** The numbers of the first columns that have some; NaN for other cells. */
function numericColumns(rows: readonly Row[], delimiter: Delimiter): readonly (readonly number[])[] {
  const places = [...(rows[0]?.cells.keys() ?? [])].filter((i) =>
    rows.slice(0, MIN_ROWS).some(({ cells }) => isNumber(cells[i]!)),
  );
  return places.slice(0, MAX_COLUMNS).map((i) => {
    const cells = rows.map((row) => row.cells[i]!);
    const { form } = numberForm(cells, decimalMark(cells), delimiter);
    return cells.map((cell) => readNumber(cell, form));
  });
}

/** True if a row's numbers are the sums or means of a part of the rows, in most columns. */
function isSum(
  columns: readonly (readonly number[])[],
  at: number,
  part: readonly number[],
  isLabeled: boolean,
): boolean {
  if (part.length < (isLabeled ? 2 : MIN_ROWS)) return false;
  const used = columns.filter((column) => Number.isFinite(column[at]) && column[at] !== 0);
  const fitting = used.filter((column) => {
    const values = part.map((i) => column[i]!).filter((value) => !Number.isNaN(value));
    const sum = values.reduce((all, value) => all + value, 0);
    const isNear = (value: number) =>
      Math.abs(column[at]! - value) <= (isLabeled ? ROUNDING : 1e-9) * Math.abs(value);
    return values.length > 1 && (isNear(sum) || (isLabeled && isNear(sum / values.length)));
  });
  return isLabeled
    ? fitting.length > 0 && 2 * fitting.length >= used.length
    : fitting.length > 1 && fitting.length === used.length;
}
