import { MAX_ENTRIES } from './container.js';

/** Names of columns and the rows below them. */
export interface Rows {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const MAX_COLUMNS = 100;
/** Most elements of one list, and most depth of objects in each other, that are looked at for labels. */
const [MAX_LIST, MAX_DEPTH] = [16, 8];
/** Most lists and objects of one file that are taken for tables. */
const MAX_TABLES = 8;
/** Most cells of a table, for as many rows as a folder may have images. */
const MAX_CELLS = 10 * MAX_ENTRIES;

type Json = Readonly<Record<string, unknown>>;
type Cells = ReadonlyMap<string, string>;

/** Tables in text with one JSON object a line, as the data sets of Hugging Face have. */
export function jsonLines(text: string): readonly Rows[] {
  return tableOf(text.split('\n').map(parsed).filter(isObject));
}

/**
 * Tables in JSON that may label images, as Label Studio, VGG's annotator and scripts write them: a list of objects, or an
 * object by names of images or of classes, or one of these inside an object. What lies deeper becomes more cells of the
 * same row; a list becomes several rows, so an image with several labels has a row for each. Of COCO, a row says that an
 * image shows a category.
 */
export function jsonTables(text: string): readonly Rows[] {
  const root = parsed(text);
  if (Array.isArray(root)) return tableOf(root.filter(isObject));
  if (!isObject(root)) return [];
  const coco = cocoTable(root);
  if (coco) return [coco];
  const inner = Object.values(root).flatMap((value) =>
    Array.isArray(value) ? [value.filter(isObject)] : isObject(value) ? [named(value)] : [],
  );
  return [named(root), ...inner.slice(0, MAX_TABLES)].flatMap(tableOf);
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** An object by names as a list of objects. */
const named = (object: Json): Json[] => Object.entries(object).map(([name, value]) => ({ name, value }));

function tableOf(objects: readonly Json[]): readonly Rows[] {
  const found = objects.slice(0, MAX_ENTRIES).flatMap((object) => cellsOf(object, '', MAX_DEPTH));
  const header = [...new Set(found.flatMap((cells) => [...cells.keys()]))].slice(0, MAX_COLUMNS);
  if (header.length < 2) return [];
  const rows = found.slice(0, MAX_CELLS / header.length);
  return [{ header, rows: rows.map((cells) => header.map((name) => cells.get(name) ?? '')) }];
}

/** The texts, numbers and truth values in a value by their names; several where it has a list. */
function cellsOf(value: unknown, name: string, depth: number): readonly Cells[] {
  if (['string', 'number', 'boolean'].includes(typeof value)) return [new Map([[name, String(value)]])];
  if (depth === 0) return [];
  if (Array.isArray(value)) {
    const found = value.slice(0, MAX_LIST).flatMap((one) => cellsOf(one, name, depth - 1));
    return found.slice(0, MAX_LIST);
  }
  if (!isObject(value)) return [];
  const parts = Object.entries(value)
    .map(([key, one]) => cellsOf(one, key, depth - 1))
    .filter((part) => part.length > 0);
  const count = Math.max(0, ...parts.map(({ length }) => length));
  return Array.from({ length: count }, (_, i) => {
    const cells = new Map<string, string>();
    // A name that stands outside counts, such as an image's id, not those of its annotations.
    for (const part of parts) {
      for (const [key, cell] of part[i % part.length]!) if (!cells.has(key)) cells.set(key, cell);
    }
    return cells;
  });
}

/** The categories of the objects in each image; null for JSON that is not COCO. */
function cocoTable({ images, annotations, categories }: Json): Rows | null {
  if (![images, annotations, categories].every(Array.isArray)) return null;
  const names = namesById(categories as unknown[], 'name');
  const files = namesById(images as unknown[], 'file_name');
  const rows = new Map<string, readonly [string, string]>();
  for (const one of (annotations as unknown[]).filter(isObject)) {
    const [file, name] = [files.get(one['image_id']), names.get(one['category_id'])];
    if (file !== undefined && name !== undefined) rows.set(JSON.stringify([file, name]), [file, name]);
  }
  return { header: ['file_name', 'category'], rows: [...rows.values()] };
}

const namesById = (list: readonly unknown[], field: string) =>
  new Map(
    list
      .filter(isObject)
      .flatMap((one) => (typeof one[field] === 'string' ? [[one['id'], one[field]] as const] : [])),
  );
