import { basename, extname } from 'node:path';
import { failure } from '../base/problem.js';
import { csvColumns, tableOfColumns } from '../data/csv/columns.js';
import { parseCsv } from '../data/csv/parse.js';
import { fillRows } from '../data/tableFit.js';
import type { Table } from '../data/table.js';
import { importImages } from '../jobs/importImages.js';
import { runHere } from './command.js';
import { decodeText } from '../io/decodeText.js';
import { readTableFile } from '../io/readTableFile.js';
import { isImages } from '../project/samples.js';
import type { Project } from '../project/schema.js';

/**
 * A project with the data at `path`, which must have the columns or classes that the project describes. Exported
 * files do not include the data.
 */
export async function withData(project: Project, path: string | undefined): Promise<Project> {
  if (path === undefined) return project;
  const { data } = project;
  if (isImages(data)) {
    if (data.source.kind === 'cifar10') throw builtIn();
    const { side, channels } = data.source;
    const { id } = await runHere(importImages, { path, side, channels, fit: 'crop', labelSet: 0 });
    const source = { ...data.source, id };
    return { ...project, data: { ...data, source } as Project['data'] };
  }
  if (data.source.kind === 'table') throw builtIn();
  const table = fillRows(data.source, await readTable(path), data.missing);
  return { ...project, data: { ...data, source: { kind: 'inline', ...table } } as Project['data'] };
}

const builtIn = () => failure('bad-argument/data-built-in', {}, { where: { kind: 'option', name: 'data' } });

async function readTable(path: string): Promise<Table> {
  const name = basename(path);
  const table = parseCsv(decodeText(await readTableFile(path)).text, name);
  const ragged = table.passedOver.find(({ why }) => why === 'ragged');
  if (ragged) {
    const where = { kind: 'cell', file: name, row: ragged.line, column: null } as const;
    throw failure('bad-data/table-ragged', { found: ragged.found, expected: ragged.expected }, { where });
  }
  return tableOfColumns(basename(path, extname(path)), csvColumns(table));
}
