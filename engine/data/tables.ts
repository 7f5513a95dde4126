import type { Table } from './table.js';
import { thermometer } from './thermometer.js';

/** Built-in tables. */
export const TABLES: readonly Table[] = [thermometer];

/** A built-in table by its name, or an inline table. */
export type TableSource =
  { readonly kind: 'table'; readonly name: string } | (Table & { readonly kind: 'inline' });

/** The table of a source: the inline one, or the built-in one with its name; undefined if there is none. */
export function tableOf(source: TableSource): Table | undefined {
  if (source.kind === 'inline') return source;
  return TABLES.find(({ name }) => name === source.name);
}
