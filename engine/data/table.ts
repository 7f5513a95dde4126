/** Text of a few kinds: which of them each row has, null where it is empty. */
export interface TextColumn {
  readonly kinds: readonly string[];
  readonly rows: readonly (number | null)[];
}

/** Numbers, null where a cell is empty, or text. */
export type Column = readonly (number | null)[] | TextColumn;

/** Named columns of equal length, as they were brought in. */
export interface Table {
  readonly name: string;
  readonly columns: Readonly<Record<string, Column>>;
}

/** A table's column, if it has one of this name: every object has a `toString`, but no table got it from its file. */
export function columnNamed({ columns }: Table, name: string): Column | undefined {
  return Object.hasOwn(columns, name) ? columns[name] : undefined;
}

/** Whether a column is of text. */
export function isText(column: Column): column is TextColumn {
  return 'kinds' in column;
}

/** A column's cells: numbers, or which of its kinds they are. */
export function cellsOf(column: Column): readonly (number | null)[] {
  return isText(column) ? column.rows : column;
}

/** How many rows a table has. */
export function rowCount({ columns }: Table): number {
  return cellsOf(Object.values(columns)[0]!).length;
}
