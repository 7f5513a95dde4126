import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { ProblemFacts } from '../base/facts.js';
import { unknownName } from '../base/names.js';
import { failure, problem, type Problem, type ProblemCode, ProblemError } from '../base/problem.js';
import { z } from '../base/zod.js';
import { ENCODING_IDS, encodingTitle } from '../data/encodings.js';
import {
  defaultChoices,
  type FoundImages,
  type ImportChoices,
  type ImportedImages,
} from '../data/imageImport.js';
import { type ImportedTable, UNREADABLE_USES } from '../data/tableForm.js';
import { atomicWrite } from '../io/files.js';
import { dataKind, readTable, readTableFile } from '../io/tableFiles.js';
import { importImages } from '../jobs/importImages.js';
import { inspectImages } from '../jobs/inspectImages.js';
import { imageProject } from '../project/templates.js';
import { serializeProject } from '../project/parse.js';
import type { Project } from '../project/schema.js';
import {
  choiceProblem,
  choiceWithTarget,
  defaultChoice,
  hasClasses,
  isUsable,
  numbersRows,
  type TableChoice,
  tableNotes,
  tableProject,
  withTextColumns,
} from '../project/tableProject.js';
import { messageOf, sentenceOf } from '../text/index.js';
import {
  type Command,
  onlyArgument,
  type OptionValues,
  printResult,
  runHere,
  type Terminal,
  textOption,
  wholeOption,
  wordOption,
} from './command.js';
import { hintsOf, table as rowsOfText } from './printer.js';

/** A new project, and what was found for it. */
interface Created {
  readonly project: Project;
  readonly report: NewReport;
}

/** `layerloom new`. */
export const newCommand: Command = {
  name: 'new',
  usage:
    'new PATH [--out FILE.loom] [--force] [--target COLUMN] [--inputs COLUMN,COLUMN] [--task classes|values] [--missing drop|fill] [--unreadable empty|omit|text] [--encoding NAME] [--delimiter comma|semicolon|tab|bar|space] [--header yes|no] [--decimal comma|point] [--units drop|keep] [--size N] [--labels NAME] [--background white|black] [--json]',
  summary: 'Makes a project from a table, a folder of images, an archive or the files of a data set.',
  run: async (positionals, options, terminal) => {
    const path = onlyArgument('file or folder', positionals);
    const { name, create } = await open(path, options, terminal);
    const out = textOption(options, 'out') ?? `${name}.loom`;
    if (options['force'] !== true && (await exists(out))) {
      throw failure('io/file-exists', {}, { where: { kind: 'file', path: out } });
    }
    const { project, report } = await create();
    await atomicWrite(out, serializeProject(project));
    for (const { message } of report.notes) terminal.stderr.write(`note: ${message}\n`);
    printResult(terminal, options, report, () => summaryText(out, project, report));
    return 0;
  },
};

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

const TABLE_OPTIONS = [
  'target',
  'inputs',
  'task',
  'missing',
  'unreadable',
  'delimiter',
  'header',
  'decimal',
  'units',
];

/** Names of characters, which a shell would change. */
const DELIMITER_NAMES = { comma: ',', semicolon: ';', tab: '\t', bar: '|', space: ' ' } as const;
const DECIMAL_NAMES = { comma: ',', point: '.' } as const;

function namedOption<T>(options: OptionValues, name: string, values: Readonly<Record<string, T>>): T | null {
  const word = wordOption(options, name, Object.keys(values), null);
  return word === null ? null : values[word]!;
}

const encodingOption = (options: OptionValues) => wordOption(options, 'encoding', ENCODING_IDS, null);

/** The data at a path, recognized as when it is dropped on the window; nothing is written before `create`. */
async function open(
  path: string,
  options: OptionValues,
  terminal: Terminal,
): Promise<{ readonly name: string; readonly create: () => Promise<Created> }> {
  if ((await dataKind(path)) === 'table') {
    refuseOptions(options, ['size', 'labels', 'background'], 'images');
    const { name, bytes } = await readTableFile(path);
    const table = readTable(name, bytes, {
      encoding: encodingOption(options),
      delimiter: namedOption(options, 'delimiter', DELIMITER_NAMES),
      headed: namedOption(options, 'header', { yes: true, no: false }),
      decimal: namedOption(options, 'decimal', DECIMAL_NAMES),
      keepUnits: wordOption(options, 'units', ['drop', 'keep'], 'drop') === 'keep',
    });
    return { name: table.name, create: () => Promise.resolve(createFromTable(path, table, options)) };
  }
  refuseOptions(options, TABLE_OPTIONS, 'table');
  const encoding = encodingOption(options);
  const found = await runHere(terminal, inspectImages, { path: resolve(path), encoding });
  if (encoding && !found.encoding) throw optionFailure('encoding', 'bad-argument/no-encoding', {});
  return { name: found.name, create: () => createFromImages(path, found, options, terminal) };
}

function refuseOptions(options: OptionValues, names: readonly string[], data: 'images' | 'table'): void {
  const given = names.find((name) => options[name] !== undefined);
  if (given !== undefined) throw optionFailure(given, 'bad-argument/other-data', { data });
}

const optionFailure = <C extends ProblemCode>(name: string, code: C, facts: ProblemFacts[C]) =>
  failure(code, facts, { where: { kind: 'option', name } });

function createFromTable(path: string, imported: ImportedTable, options: OptionValues): Created {
  const use = wordOption(options, 'unreadable', UNREADABLE_USES, null);
  const unreadable = new Map(use === null ? [] : imported.columns.map(({ name }) => [name, use]));
  const table = withTextColumns(imported, unreadable);
  const { choice, chosen } = chooseColumns(table, options, unreadable);
  const wrong = choiceProblem(table, choice);
  if (wrong) throw new ProblemError({ ...wrong, where: { kind: 'file', path: basename(path) } });
  const guessed = options['encoding'] === undefined && !table.encoding.startsWith('utf');
  const encoding = guessed
    ? [problem('advice/chosen-encoding', { encoding: encodingTitle(table.encoding) })]
    : [];
  const notes = reportNotes([...tableNotes(table, choice), ...encoding, ...chosen], newCommand);
  return { project: tableProject(table, choice), report: tableReport(table, choice, notes) };
}

/** The window's choice with the options, and notes of what they leave open. */
function chooseColumns(
  table: ImportedTable,
  options: OptionValues,
  unreadable: TableChoice['unreadable'],
): { readonly choice: TableChoice; readonly chosen: readonly Problem[] } {
  const target = textOption(options, 'target');
  const task = wordOption(options, 'task', ['classes', 'values'], null);
  const choice = { ...choiceWithOptions(table, options), unreadable };
  const column = table.columns.find(({ name }) => name === choice.target);
  if (!column) return { choice, chosen: [] };
  const facts = { column: column.name };
  const couldBeClasses = hasClasses(column);
  if (task === 'values' && !column.values) {
    throw optionFailure('task', 'bad-argument/target-classes', { ...facts, are: 'classes' });
  }
  if (task === 'classes' && column.values && !couldBeClasses) {
    throw optionFailure('task', 'bad-argument/target-classes', { ...facts, are: 'values' });
  }
  const classes = task === null ? choice.classes : task === 'classes' && couldBeClasses;
  return {
    choice: { ...choice, classes },
    chosen: [
      ...(options['inputs'] !== undefined ? [] : inputNotes(table, choice)),
      ...(target === undefined ? [problem('advice/chosen-target', facts)] : []),
      ...(task === null && couldBeClasses && !classes ? [problem('advice/chosen-values', facts)] : []),
    ],
  };
}

/** The window's choice with the columns and the treatment of empty cells that options name. */
function choiceWithOptions(table: ImportedTable, options: OptionValues): TableChoice {
  const target = textOption(options, 'target');
  const usual =
    target === undefined
      ? defaultChoice(table)
      : choiceWithTarget(table, knownColumn(table, target, 'target'));
  const inputs = textOption(options, 'inputs')
    ?.split(',')
    .map((name) => knownColumn(table, name.trim(), 'inputs'));
  return {
    ...usual,
    inputs: inputs?.filter((name) => name !== usual.target) ?? usual.inputs,
    missing: wordOption(options, 'missing', ['drop', 'fill'], usual.missing),
  };
}

/** Notes of the columns that are not used, and of those that should not be. */
function inputNotes({ columns }: ImportedTable, { inputs, target }: TableChoice): Problem[] {
  const unused = columns.filter(({ name }) => name !== target && !inputs.includes(name));
  const numbers = columns.filter((column) => inputs.includes(column.name) && numbersRows(column));
  return [
    ...(unused.length > 0
      ? [problem('advice/columns-unused', { columns: unused.map(({ name }) => name) })]
      : []),
    ...numbers.map(({ name }) => problem('advice/row-numbers', { column: name })),
  ];
}

function knownColumn({ columns }: ImportedTable, name: string, option: 'target' | 'inputs'): string {
  const column = columns.find((one) => one.name === name);
  if (!column) {
    const known = columns.map((one) => one.name);
    throw optionFailure(option, 'bad-data/no-column', unknownName(name, known));
  }
  if (!isUsable(column)) throw optionFailure(option, 'bad-argument/target-text', { column: name });
  return name;
}

async function createFromImages(
  path: string,
  found: FoundImages,
  options: OptionValues,
  terminal: Terminal,
): Promise<Created> {
  const { choices, chosen } = chooseForm(found, options);
  const images = await runHere(terminal, importImages, { path: resolve(path), ...choices });
  const notes = reportNotes([...images.notes, ...chosen], newCommand);
  return { project: imageProject(images), report: imageReport(images, notes) };
}

const BACKGROUNDS = { white: '#ffffff', black: '#000000' } as const;

/** The window's settings with the options, and notes of what they leave open. */
function chooseForm(
  found: FoundImages,
  options: OptionValues,
): { readonly choices: ImportChoices; readonly chosen: readonly Problem[] } {
  const usual = defaultChoices(found);
  const size = wholeOption(options, 'size', { min: 8, max: 256 }, null);
  if (found.form && size !== null && size !== found.form.side) {
    throw optionFailure('size', 'bad-argument/fixed-size', { side: found.form.side });
  }
  const names = found.labelSets.map(({ name }) => name);
  const labels = wordOption(options, 'labels', names, null);
  const doubt = labels === null && found.labelSets[usual.labelSet]!.doubt;
  if (doubt) throw new ProblemError(doubt);
  const labelSet = labels === null ? usual.labelSet : names.indexOf(labels);
  const color = wordOption(options, 'background', ['white', 'black'], null);
  const background = color ? BACKGROUNDS[color] : usual.background;
  const encoding = encodingOption(options);
  const choices = { ...usual, side: size ?? usual.side, labelSet, background, encoding };
  const { side, channels } = choices;
  const name = names[labelSet]!;
  const others = names.filter((one) => one !== name);
  return {
    choices,
    chosen: [
      ...(found.form || size !== null ? [] : [problem('advice/chosen-form', { side, channels })]),
      ...(labels === null && others.length > 0 ? [problem('advice/chosen-labels', { name, others })] : []),
    ],
  };
}

function summaryText(out: string, { model, training }: Project, report: NewReport): string {
  const found: readonly (readonly [string, string])[] =
    report.kind === 'table'
      ? [
          ['rows', String(report.rows)],
          ['inputs', namesOf(report, 'input')],
          ['target', namesOf(report, 'target')],
        ]
      : [
          ['images', `${report.size} × ${report.size} pixels, ${report.channels === 1 ? 'gray' : 'color'}`],
          ...report.classes.map(
            ({ name, train, validation }) =>
              [name, `${train} for training, ${validation} for validation`] as const,
          ),
          ...report.passedOver.map(({ reason, count }) => [`passed over: ${count}`, reason] as const),
        ];
  const layers = model.layers.map(({ type }) => type).join(', ');
  return rowsOfText([['project', out], ...found, ['layers', layers], ['loss', training.loss.type]]);
}

const namesOf = ({ columns }: Extract<NewReport, { kind: 'table' }>, wanted: string) =>
  columns.flatMap(({ name, use }) => (use === wanted ? [name] : [])).join(', ');

const count = z.int().min(0);
/** Warnings and choices, as a problem's code and as a sentence. */
const notes = z.array(z.strictObject({ problem: z.string(), message: z.string() }));

const tableReportSchema = z.strictObject({
  kind: z.literal('table'),
  rows: count,
  /** True if the first row has the names of the columns. */
  header: z.boolean(),
  delimiter: z.string(),
  encoding: z.string(),
  columns: z.array(
    z.strictObject({
      name: z.string(),
      type: z.enum(['number', 'text']),
      use: z.enum(['input', 'target', 'none']),
      /** Cells that are treated as empty, and the file's line with the first one. */
      unreadable: count,
      row: count.nullable(),
    }),
  ),
  notes,
});

const imageReportSchema = z.strictObject({
  kind: z.literal('images'),
  /** Without a validation split in the files, a part of the training images is held out later. */
  classes: z.array(z.strictObject({ name: z.string(), train: count, validation: count })),
  size: count,
  channels: count,
  passedOver: z.array(z.strictObject({ reason: z.string(), count })),
  notes,
});

/** The object that `layerloom new --json` prints. */
export const newReportSchema = z.discriminatedUnion('kind', [tableReportSchema, imageReportSchema]);

/** The findings of `layerloom new`. */
type NewReport = z.output<typeof newReportSchema>;

type Notes = NewReport['notes'];

/** Notes with the options that change what they tell. */
function reportNotes(found: readonly Problem[], command: Pick<Command, 'name' | 'usage'>): Notes {
  return found.map((note) => ({
    problem: note.code,
    message: [messageOf(note), ...hintsOf(note.code, command)].join(' '),
  }));
}

/** The report of a table. */
function tableReport(table: ImportedTable, { inputs, target }: TableChoice, notes: Notes): NewReport {
  const use = (name: string) => (name === target ? 'target' : inputs.includes(name) ? 'input' : 'none');
  return {
    kind: 'table',
    rows: table.rows,
    header: table.headed,
    delimiter: table.delimiter,
    encoding: table.encoding,
    columns: table.columns.map(({ name, values, unreadable }) => ({
      name,
      type: values ? 'number' : 'text',
      use: use(name),
      unreadable: unreadable?.rows.length ?? 0,
      row: unreadable?.line ?? null,
    })),
    notes,
  };
}

/** The report of imported images. */
function imageReport({ classes, side, channels, reasons }: ImportedImages, notes: Notes): NewReport {
  return {
    kind: 'images',
    classes: classes.map(({ name, train, test }) => ({ name, train, validation: test })),
    size: side,
    channels,
    passedOver: reasons.map(({ why, count }) => ({ reason: sentenceOf(why), count })),
    notes,
  };
}
