import type { Table } from './table.js';
import type { TableForm } from './tableForm.js';

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
