/** Characters that can separate cells. */
export const DELIMITERS = [',', ';', '\t', '|', ' '] as const;
/** A character that separates cells; a space stands for any number of blanks. */
export type Delimiter = (typeof DELIMITERS)[number];

/** Characters that stand before the decimals. */
export const DECIMAL_MARKS = ['.', ','] as const;
/** A character that stands before the decimals. */
export type DecimalMark = (typeof DECIMAL_MARKS)[number];

/** Limit of cells: larger tables do not belong in a project file. */
export const MAX_CELLS = 500_000;

/** Cells of one row, and the file's line on which it begins. */
export interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/** First rows that are not simply the names: they lack that of the rows' names, or are a comment. */
export const NAMINGS = ['rows', 'comment'] as const;
/** A first row that is not simply the names. */
export type Naming = (typeof NAMINGS)[number];

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
  /** The decimal mark that was chosen; null to detect it. */
  readonly decimal: DecimalMark | null;
  /** True if the first row contains the names. */
  readonly headed: boolean;
  /** From the first row, or `column 1`, `column 2`, … if there is no header. */
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The file's line on which each row begins. */
  readonly lines: readonly number[];
  readonly passedOver: readonly PassedOver[];
  /** The first row has no name for the column of the rows' names, or is a comment; null for usual names. */
  readonly names: Naming | null;
  /** The line with units or more names, used or not; null if there is none. */
  readonly units: number | null;
  /** Lines that are no rows: those passed over, and the one that names the delimiter. */
  readonly skipped: readonly number[];
}

/** Settings for reading a table; what is null or absent is detected. */
export interface CsvReading {
  readonly delimiter?: Delimiter | null;
  readonly headed?: boolean | null;
  readonly decimal?: DecimalMark | null;
  /** True to keep rows with units or more names as data. */
  readonly keepUnits?: boolean;
}
