/** Characters that can separate cells. */
export const DELIMITERS = [',', ';', '\t', '|', ' '] as const;
/** A character that separates cells; a space stands for any number of blanks. */
export type Delimiter = (typeof DELIMITERS)[number];

/** Limit of cells: larger tables do not belong in a project file. */
export const MAX_CELLS = 500_000;

/** A line that does not belong to the table. */
export interface PassedOver {
  readonly why: 'comment' | 'total' | 'units' | 'ragged';
  readonly line: number;
  /** Number of cells, and the number in the table's rows. */
  readonly found: number;
  readonly expected: number;
}

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
  readonly passedOver: readonly PassedOver[];
  /** Lines that are no rows: those passed over, and the one that names the delimiter. */
  readonly skipped: readonly number[];
}

/** Settings for reading a table; null means to detect. */
export interface CsvReading {
  readonly delimiter: Delimiter | null;
  readonly headed: boolean | null;
}
