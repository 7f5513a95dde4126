import type { TableDataSpec } from '../project/schema.js';
import type { Table } from './table.js';
import { thermometer } from './thermometer.js';

/** Tables that come with the program. */
export const TABLES: readonly Table[] = [thermometer];

/** The table of a source: its own columns, or the built-in one of its name; undefined when there is none. */
export function tableOf(source: TableDataSpec['source']): Table | undefined {
  if (source.kind === 'inline') return source;
  return TABLES.find(({ name }) => name === source.name);
}
