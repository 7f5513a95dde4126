import type { Table } from './table.js';
import { thermometer } from './thermometer.js';

/** Tables that come with the program. */
export const TABLES: readonly Table[] = [thermometer];

/** A built-in table by its name, or a table itself. */
export type TableSource =
  { readonly kind: 'table'; readonly name: string } | (Table & { readonly kind: 'inline' });

/** The table of a source: its own columns, or the built-in one of its name; undefined when there is none. */
export function tableOf(source: TableSource): Table | undefined {
  if (source.kind === 'inline') return source;
  return TABLES.find(({ name }) => name === source.name);
}
