/** Characters that can separate cells. */
export const DELIMITERS = [',', ';', '\t', '|'] as const;
/** A character that separates cells. */
export type Delimiter = (typeof DELIMITERS)[number];

/** Limit of cells: larger tables do not belong in a project file. */
export const MAX_CELLS = 500_000;

/** Cells of a text table, and the settings they were read with. */
export interface CsvTable {
  readonly delimiter: Delimiter;
  /** True if the first row contains the names. */
  readonly headed: boolean;
  /** From the first row, or `column 1`, `column 2`, … if there is no header. */
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The file's line on which each row begins. */
  readonly lines: readonly number[];
}

/** Settings for reading a table; null means to detect. */
export interface CsvReading {
  readonly delimiter: Delimiter | null;
  readonly headed: boolean | null;
}
