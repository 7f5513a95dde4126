import { problem, type Problem } from '../base/problem.js';
import { tableOfColumns } from '../data/csv/columns.js';
import { readNumber } from '../data/csv/numbers.js';
import { type DecimalMark, MAX_CELLS } from '../data/csv/table.js';
import { encodingTitle } from '../data/encodings.js';
import { fillRows, type PreparedTable, prepareTable, type TableUse } from '../data/preparedTable.js';
import { asClasses, canBeClasses, columnNamed, isText, withoutTheseRows } from '../data/table.js';
import type { ImportedTable, UnreadableUse } from '../data/tableForm.js';
import { standardize } from '../data/transforms/standardize.js';
import type { Project, TableDataSpec } from './schema.js';
import { withFigures } from './tableFigures.js';
import { templates } from './templates.js';

/** Options for creating a project from a table. */
export interface TableChoice {
  readonly inputs: readonly string[];
  readonly target: string;
  /** The target's numbers are classes. */
  readonly classes: boolean;
  /** Handling of rows with empty inputs. */
  readonly missing: 'drop' | 'fill';
  /** Uses of cells that are not readable, by column; `empty` where there is none. */
  readonly unreadable: ReadonlyMap<string, UnreadableUse>;
  readonly standardize: boolean;
}

/** Text with more distinct values than this may be numbers or dates. */
const MANY_CLASSES = 10;
const HELD_OUT = 0.2;
/** Up to this many rows form a single batch, as in the thermometer example. */
const ONE_BATCH = 64;

/** Default options: the last usable column is the target. */
export function defaultChoice(table: ImportedTable): TableChoice {
  return choiceWithTarget(table, wellFilled(table).at(-1)?.name ?? '');
}

/** Default options for a target: the inputs are the other numeric columns, else text. */
export function choiceWithTarget(table: ImportedTable, target: string): TableChoice {
  const others = wellFilled(table).filter((column) => column.name !== target && !hasDates(column));
  const numeric = others.filter(({ values }) => values !== null);
  const inputs = numeric.length > 0 ? numeric : others;
  return {
    inputs: inputs.map(({ name }) => name),
    target,
    classes: false,
    missing: 'drop',
    unreadable: new Map(),
    standardize: true,
  };
}

/** The table in which columns are text that become text because of cells that are not readable. */
export function withTextColumns(table: ImportedTable, uses: TableChoice['unreadable']): ImportedTable {
  const columns = table.columns.map((column) =>
    column.unreadable && uses.get(column.name) === 'text'
      ? { ...column, values: null, form: null, texts: column.unreadable.asText }
      : column,
  );
  return { ...table, columns };
}

/** The usable columns without those that are mostly empty, which would leave few whole rows. */
function wellFilled({ columns, rows }: ImportedTable): readonly ImportedColumn[] {
  const usable = columns.filter(isUsable);
  const filled = usable.filter(
    ({ missing, unreadable }) => (missing + (unreadable?.rows.length ?? 0)) * 2 <= rows,
  );
  return filled.length > 1 ? filled : usable;
}

/** The table as prepared for training. */
export function preparedChoice(table: ImportedTable, choice: TableChoice): PreparedTable {
  return prepareTable(chosenTable(table, choice), useOf(choice));
}

const useOf = ({ inputs, target, missing }: TableChoice): TableUse => ({
  inputs,
  targets: [target],
  missing,
});

/** The problem of an invalid choice; null if it is valid. */
export function choiceProblem(imported: ImportedTable, choice: TableChoice): Problem | null {
  const table = withTextColumns(imported, choice.unreadable);
  if (table.columns.filter(isUsable).length < 2) return problem('bad-data/table-one-column', {});
  if (choice.inputs.length === 0) return problem('bad-data/table-no-input', {});
  const { rows, inputs, targets } = preparedChoice(table, choice);
  if (rows.length < 2) return problem('bad-data/table-used-rows', {});
  if (targets.kind === 'classes' && targets.names.length < 2)
    return problem('bad-data/table-one-class', { column: choice.target });
  if ((inputs.length + 1) * rows.length > MAX_CELLS) return problem('bad-data/table-one-hot', {});
  return null;
}

/** Warnings about how a table's file was read. */
export function fileNotes(table: ImportedTable): Problem[] {
  const { broken, encoding, passedOver, names } = table;
  return [
    ...(broken
      ? [problem('bad-data/table-broken-text', { ...broken, encoding: encodingTitle(encoding) })]
      : []),
    ...(passedOver ? [problem('bad-data/table-lines-unused', passedOver)] : []),
    ...(names === 'rows' ? [problem('bad-data/table-row-names', {})] : []),
    ...readingNotes(table),
  ];
}

/** Warnings about a table's file and about what a choice leaves out, to be shown before training. */
export function tableNotes(table: ImportedTable, choice: TableChoice): Problem[] {
  const file = null;
  const omitted = table.rows - preparedChoice(table, choice).rows.length;
  return [
    ...fileNotes(table),
    ...table.columns.flatMap(({ name, unreadable }) => {
      if (!unreadable) return [];
      const { rows, line, cell } = unreadable;
      const where = { kind: 'cell', file, row: line, column: name } as const;
      const chosen = choice.unreadable.get(name) ?? 'empty';
      // A column that is not used leaves no rows out.
      const isUsed = choice.target === name || choice.inputs.includes(name);
      const use = chosen === 'omit' && !isUsed ? 'empty' : chosen;
      return problem('bad-data/table-unreadable', { count: rows.length, cell, use }, { where });
    }),
    ...inputNotes(withTextColumns(table, choice.unreadable), choice),
    ...dateNotes(table, choice),
    ...placeholderNotes(table, choice),
    ...targetNotes(withTextColumns(table, choice.unreadable), choice),
    ...(omitted > 0 ? [problem('bad-data/table-rows-omitted', { omitted, rows: table.rows })] : []),
  ];
}

/** Warnings about columns whose numbers may mean something else. */
function readingNotes({ columns }: ImportedTable): Problem[] {
  const codes = (['text', 'numbers'] as const).flatMap((as) => {
    const found = columns.filter(({ code }) => code?.as === as);
    const facts = { columns: found.map(({ name }) => name), as };
    return found[0] ? [problem('bad-data/table-codes', { ...facts, cell: found[0].code!.cell })] : [];
  });
  const doubtful = columns.filter(({ doubt }) => doubt !== null);
  const [first] = doubtful;
  if (!first) return codes;
  const facts = { columns: doubtful.map(({ name }) => name), cell: first.doubt! };
  const value = readNumber(first.doubt!, first.form ?? { decimal: '.', unit: '' });
  return [...codes, problem('bad-data/table-thousands', { ...facts, value })];
}

/** Warnings about inputs of texts that hardly repeat. */
function inputNotes({ columns, rows }: ImportedTable, { inputs }: TableChoice): Problem[] {
  return columns.flatMap(({ name: column, texts }) => {
    const kinds = inputs.includes(column) ? (texts?.kinds.length ?? 0) : 0;
    return isMany(kinds, rows) ? [problem('bad-data/table-many-categories', { column, kinds, rows })] : [];
  });
}

/** A day as a number, with hours, minutes and seconds at most. */
const DATE = /^(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(([01]\d|2[0-3])([0-5]\d){0,2})?$/;

/** True for a column of dates that are written as numbers, such as 20240131. */
function hasDates({ values }: ImportedColumn): boolean {
  const written = new Set(values?.filter((value) => !Number.isNaN(value)));
  return written.size > 2 && [...written].every((value) => DATE.test(String(value)));
}

/** Warnings about dates in use. */
function dateNotes({ columns }: ImportedTable, { inputs, target }: TableChoice): Problem[] {
  const used = columns.filter(({ name }) => name === target || inputs.includes(name));
  return used
    .filter(hasDates)
    .map(({ name: column, values }) => problem('bad-data/table-dates', { column, value: values![0]! }));
}

/** Numbers that stand for no value in many tables. */
const PLACEHOLDERS = [99, -99, -200, -999, -9999, -99999, 999, 9999, 99999];

/** Warnings about columns in use with a number that stands for no value: it repeats, far from all others. */
function placeholderNotes({ columns }: ImportedTable, { inputs, target }: TableChoice): Problem[] {
  return columns.flatMap(({ name: column, values }) => {
    if (!values || !(column === target || inputs.includes(column))) return [];
    const most = (wanted: (value: number) => boolean) =>
      values.reduce((largest, value) => (wanted(value) ? Math.max(largest, Math.abs(value)) : largest), 0);
    return PLACEHOLDERS.flatMap((placeholder) => {
      const cells = values.filter((value) => value === placeholder).length;
      const isFar = cells > 1 && 2 * most((value) => value !== placeholder) < Math.abs(placeholder);
      return isFar ? [problem('bad-data/table-placeholder', { column, placeholder, cells })] : [];
    });
  });
}

/** True for so many texts that most stand in one row only. */
const isMany = (kinds: number, rows: number) => kinds > MANY_CLASSES && kinds * 2 > rows;

/** Warnings about a target from which little can be learned. */
function targetNotes({ columns }: ImportedTable, { target: column, classes }: TableChoice): Problem[] {
  const { values = null, texts = null } = columns.find(({ name }) => name === column) ?? {};
  if (values && !classes) {
    const written = values.filter((value) => !Number.isNaN(value));
    return written.length > 1 && written.every((value) => value === written[0])
      ? [problem('bad-data/table-one-value', { column })]
      : [];
  }
  if (!texts) return [];
  const names = similar(texts.kinds);
  const rows = texts.rows.length;
  return [
    ...(names ? [problem('bad-data/table-similar-classes', { column, names })] : []),
    ...(isMany(texts.kinds.length, rows)
      ? [problem('bad-data/table-many-classes', { column, classes: texts.kinds.length, rows })]
      : []),
  ];
}

/** Two texts that differ only in capital letters, spaces, or in what can't be seen. */
function similar(texts: readonly string[]): [string, string] | null {
  const seen = new Map<string, string>();
  for (const text of texts) {
    const look = text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[\s\p{Cf}]+/gu, '');
    const other = seen.get(look);
    if (other !== undefined) return [other, text];
    seen.set(look, text);
  }
  return null;
}

/** A project that predicts the target from the inputs, starting from a small tanh network. */
export function tableProject(table: ImportedTable, choice: TableChoice): Project {
  const template = templates.find(({ id }) => id === 'tanh-regressor')!.project;
  const { rows, targets } = preparedChoice(table, choice);
  const batchSize = rows.length <= ONE_BATCH ? 'full' : ONE_BATCH;
  const classes = targets.kind === 'classes' ? targets.names.length : null;
  const layers = template.model.layers.map((layer) =>
    layer.name === 'output_linear' ? { ...layer, params: { out_features: classes ?? 1 } } : layer,
  );
  const source = chosenTable(table, choice);
  const steps = choice.standardize ? [{ type: standardize.type }] : [];
  const data: TableDataSpec = {
    source,
    inputs: [...choice.inputs],
    targets: [choice.target],
    missing: choice.missing,
    validation: { from: 'train', share: HELD_OUT },
    transforms: steps,
    targetTransforms: steps,
  };
  const training: Project['training'] = {
    ...template.training,
    loss: { type: classes === null ? 'MSELoss' : 'CrossEntropyLoss' },
    optimizer: { type: 'Adam', lr: 0.01 },
    epochs: classes === null ? 500 : 100,
    batchSize,
    shuffle: batchSize !== 'full',
  };
  return {
    ...template,
    name: table.name,
    data: withFigures(source, { data, training }),
    model: { layers },
    training,
  };
}

/** The decimal mark of a project's table, for a file that does not show its own; null if its columns differ or have none. */
export function decimalOf({ source }: TableDataSpec): DecimalMark | null {
  const columns = source.kind === 'inline' ? source.form?.columns : [];
  const [mark, ...others] = new Set(columns?.flatMap(({ form }) => form?.decimal ?? []));
  return mark && others.length === 0 ? mark : null;
}

/**
 * The description of a table's data with the rows of a file that has the same columns.
 * @throws ProblemError `bad-data` if a column is missing, of another type, or has values that are not known
 */
export function withRows(data: TableDataSpec, table: ImportedTable): TableDataSpec {
  const { source, missing } = data;
  if (source.kind !== 'inline') return data;
  const uses = new Map(
    source.form?.columns.flatMap(({ name, unreadable }) => (unreadable ? [[name, unreadable] as const] : [])),
  );
  const { form, ...read } = ownTable(table, data, uses);
  return { ...data, source: { kind: 'inline', ...fillRows(source, read, missing), form } as OwnTable };
}

type ImportedColumn = ImportedTable['columns'][number];
type OwnTable = Extract<TableDataSpec['source'], { kind: 'inline' }>;

/** Returns whether a column can be used: it contains numbers, or text with few distinct values. */
export function isUsable({ values, texts }: ImportedColumn): boolean {
  return values !== null || texts !== null;
}

/** The table as saved in the project. */
function chosenTable(imported: ImportedTable, choice: TableChoice): OwnTable {
  const { target, classes, unreadable } = choice;
  const table = ownTable(imported, useOf(choice), unreadable);
  const column = columnNamed(table, target);
  const changed = classes && column && !isText(column) ? { [target]: asClasses(column) } : {};
  return { ...table, columns: { ...table.columns, ...changed } };
}

/**
 * All usable columns, including those without a role yet, and how they were read. Rows are left out if a column in use
 * says so.
 */
function ownTable(
  imported: ImportedTable,
  { inputs, targets }: Pick<TableUse, 'inputs' | 'targets'>,
  uses: TableChoice['unreadable'],
): OwnTable {
  const { name, columns, encoding, delimiter, headed, skipped, names } = withTextColumns(imported, uses);
  const isUsed = (column: string) => inputs.includes(column) || targets.includes(column);
  const omitted = new Set(
    columns.flatMap((column) =>
      isUsed(column.name) && uses.get(column.name) === 'omit' ? [...(column.unreadable?.rows ?? [])] : [],
    ),
  );
  const table = tableOfColumns(name, columns);
  return {
    kind: 'inline',
    ...(omitted.size === 0 ? table : withoutTheseRows(table, omitted)),
    form: {
      encoding,
      delimiter,
      headed,
      skipped,
      ...(names && { names }),
      columns: columns.flatMap(({ name: column, form, unreadable }) =>
        form || unreadable
          ? [{ name: column, form, unreadable: unreadable && (uses.get(column) ?? 'empty') }]
          : [],
      ),
    },
  };
}

/** Names of columns without a name, which number the rows if they count. */
const UNNAMED = /^(unnamed: ?\d+|column 1)$/i;
const ROW_NUMBER =
  /^(unnamed: ?\d+|column 1|index|idx|id|no\.?|nr\.?|#|row( ?(id|number|names?))?|.*[a-z_ ]id)$/i;

/** Returns whether a column is named for numbers of rows, and has a different whole number in each. */
export function numbersRows({ name, values }: ImportedColumn): boolean {
  return (
    ROW_NUMBER.test(name) &&
    values !== null &&
    values.length > 2 &&
    [...values].every(Number.isInteger) &&
    new Set(values).size === values.length &&
    (!UNNAMED.test(name) || values.every((value, row) => value === values[0]! + row))
  );
}

/** Returns whether a column's numbers can also be classes. */
export function hasClasses({ values }: ImportedColumn): boolean {
  return values !== null && canBeClasses([...values].filter((value) => !Number.isNaN(value)));
}
