/** Characters that may stand between cells. */
export const DELIMITERS = [',', ';', '\t', '|'] as const;
/** One of them. */
export type Delimiter = (typeof DELIMITERS)[number];

/** The largest table that is read: larger ones do not belong in a project file. */
export const MAX_CELLS = 500_000;

/** Cells of a text table, and how it was read. */
export interface CsvTable {
  readonly delimiter: Delimiter;
  /** Whether the first row has the names. */
  readonly headed: boolean;
  /** From the first row, or `column 1`, `column 2`, … when that holds numbers too. */
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** How a table is to be read; null where it is to be found out. */
export interface CsvReading {
  readonly delimiter: Delimiter | null;
  readonly headed: boolean | null;
}
