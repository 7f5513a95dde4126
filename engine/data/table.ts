/** A text column with few distinct values (`kinds`): the index of each row's value, null where the cell is empty. */
export interface TextColumn {
  readonly kinds: readonly string[];
  readonly rows: readonly (number | null)[];
  /** For a table without its rows: cells were empty. */
  readonly gaps?: boolean | undefined;
}

/** Numbers, null where a cell is empty, or text. */
export type Column = readonly (number | null)[] | TextColumn;

/** Named columns of equal length, as imported. Without rows, they describe a table whose data are elsewhere. */
export interface Table {
  readonly name: string;
  readonly columns: Readonly<Record<string, Column>>;
}

/** A table's column by name, or undefined. Inherited properties such as `toString` are not columns. */
export function columnNamed({ columns }: Table, name: string): Column | undefined {
  return Object.hasOwn(columns, name) ? columns[name] : undefined;
}

/** True for text columns. */
export function isText(column: Column): column is TextColumn {
  return 'kinds' in column;
}

/** A column's cells: numbers, or indices of text values. */
export function cellsOf(column: Column): readonly (number | null)[] {
  return isText(column) ? column.rows : column;
}

/** Number of rows of a table. */
export function rowCount({ columns }: Table): number {
  return cellsOf(Object.values(columns)[0]!).length;
}
