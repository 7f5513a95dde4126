import type { TableForm } from './tableForm.js';

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

/** More distinct numbers are measurements, not classes. */
const MAX_CLASSES = 20;

/** True if numbers can be classes: they are whole and have few distinct values. */
export function canBeClasses(column: readonly (number | null)[]): boolean {
  const distinct = new Set(column.filter((value) => value !== null));
  return distinct.size > 1 && distinct.size <= MAX_CLASSES && [...distinct].every(Number.isInteger);
}

/** A column of numbers as classes, in ascending order. */
export function asClasses(column: readonly (number | null)[]): TextColumn {
  const kinds = [...new Set(column.filter((value) => value !== null))].sort((a, b) => a - b);
  const indices = new Map(kinds.map((kind, i) => [kind, i]));
  return {
    kinds: kinds.map(String),
    rows: column.map((value) => (value === null ? null : indices.get(value)!)),
  };
}

/** A column's cells: numbers, or indices of text values. */
export function cellsOf(column: Column): readonly (number | null)[] {
  return isText(column) ? column.rows : column;
}

/** Number of rows of a table. */
export function rowCount({ columns }: Table): number {
  return cellsOf(Object.values(columns)[0]!).length;
}

/** A table without some rows, and without columns that have no value in the others. */
export function withoutTheseRows({ name, columns }: Table, rows: ReadonlySet<number>): Table {
  const kept = Object.entries(columns).map(([title, column]): [string, Column] => {
    const keep = (cells: readonly (number | null)[]) => cells.filter((_, row) => !rows.has(row));
    return [title, isText(column) ? { ...column, rows: keep(column.rows) } : keep(column)];
  });
  return {
    name,
    columns: Object.fromEntries(kept.filter(([, column]) => cellsOf(column).some((cell) => cell !== null))),
  };
}

/**
 * Thermometer readings in unknown units (`t_u`) and in degrees Celsius (`t_c`): the data of
 * chapters 5 and 6 of "Deep Learning with PyTorch".
 */
export const thermometer: Table = {
  name: 'thermometer',
  columns: {
    t_u: [35.7, 55.9, 58.2, 81.9, 56.3, 48.9, 33.9, 21.8, 48.4, 60.4, 68.4],
    t_c: [0.5, 14, 15, 28, 11, 8, 3, -4, 6, 13, 21],
  },
};

/** Built-in tables. */
export const TABLES: readonly Table[] = [thermometer];

/** A built-in table by its name, or an inline table. */
export type TableSource =
  | { readonly kind: 'table'; readonly name: string }
  | (Table & { readonly kind: 'inline'; readonly form?: TableForm | undefined });

/** The table of a source: the inline one, or the built-in one with its name; undefined if there is none. */
export function tableOf(source: TableSource): Table | undefined {
  if (source.kind === 'inline') return source;
  return TABLES.find(({ name }) => name === source.name);
}
