/** Words that mean "no value" in tables. */
const MISSING = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', '-', '?']);
const NUMBER = /^[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?$/i;

/** Whether a cell says nothing. */
export function isMissing(cell: string): boolean {
  return MISSING.has(cell.toLowerCase());
}

/** Whether a cell is a number. */
export function isNumber(cell: string): boolean {
  return NUMBER.test(cell) && Number.isFinite(toNumber(cell));
}

/** A cell's number. A decimal comma counts as a point: such files separate cells by semicolons. */
export function toNumber(cell: string): number {
  return Number(cell.replace(',', '.'));
}
