import type { FileKind, ProblemFacts } from '../../base/facts.js';
import { count, counted } from './phrases.js';
import type { Sentences } from '../language.js';

const UNUSED: {
  readonly [W in Facts['why']]: (facts: Pick<Facts, 'found' | 'expected'>) => string;
} = {
  comment: () => 'stands before or between the rows',
  total: () => 'has totals',
  units: () =>
    'stands below the names and has words where the other rows have numbers, such as units or more names',
  ragged: ({ found, expected }) => `has ${counted(found, 'cell')} instead of ${count(expected)}`,
};
const UNREADABLE: { readonly [U in ProblemFacts['bad-data/table-unreadable']['use']]: string } = {
  empty: ', treated as empty',
  omit: ', whose rows are left out',
  text: ' as a number, so the column is text',
};
type Facts = ProblemFacts['bad-data/table-lines-unused'];

const SPREADSHEET = 'Save the sheet as CSV in Excel or LibreOffice, and import that';
const pandas = (reader: string) =>
  `Save it as CSV, in Python with pandas: pandas.${reader}(…).to_csv("table.csv", index=False), and import that`;
const MODEL = 'Layerloom trains networks that are drawn in it: draw this one as a project (.loom)';
const DATA = 'Import the data instead: a text table, or a folder of images for each class';

/** Names of files that are neither text tables nor images, and what to do with them. */
const KINDS: { readonly [K in FileKind]: readonly [name: string, advice: string] } = {
  xlsx: ['an Excel workbook', SPREADSHEET],
  xls: ['an old Excel workbook', SPREADSHEET],
  ods: ['an OpenDocument spreadsheet', 'Save the sheet as CSV in LibreOffice, and import that'],
  html: ['a web page', 'Open it in Excel or LibreOffice, save the table as CSV, and import that'],
  parquet: ['a Parquet file', pandas('read_parquet')],
  arrow: ['an Arrow file', pandas('read_feather')],
  hdf5: [
    'an HDF5 file, such as of pandas or Keras',
    `${MODEL}. If it is a table: ${pandas('read_hdf').replace(/^S/, 's')}`,
  ],
  orc: ['a table of Hadoop (ORC or Avro)', pandas('read_orc')],
  json: ['JSON', pandas('read_json')],
  sqlite: [
    'an SQLite database',
    'Save one of its tables as CSV, for example with DB Browser for SQLite, and import that',
  ],
  arff: ['an ARFF file of Weka', 'Save it as CSV in Weka, and import that'],
  numpy: [
    'an array file of NumPy',
    'Save the array as CSV: numpy.savetxt("table.csv", array, delimiter=","), and import that',
  ],
  matlab: [
    'a MAT-file of MATLAB',
    'Save the table as CSV in MATLAB: writetable(…, "table.csv"), and import that',
  ],
  r: [
    'a file of R',
    'Save the table as CSV in R: write.csv(…, "table.csv", row.names = FALSE), and import that',
  ],
  statistics: ['a table of Stata, SPSS or SAS', 'Save it as CSV there, and import that'],
  sql: ['a script of SQL', 'Save a table as CSV in your database program, and import that'],
  project: ['a project of Layerloom', 'Open it, or train it'],
  onnx: [
    'an ONNX model',
    'If Layerloom exported it, open it, or train on from it. Draw other networks as a project (.loom)',
  ],
  torch: ['a PyTorch file with a model or its weights', MODEL],
  keras: ['a Keras model', MODEL],
  tensorflow: ['a TensorFlow model', MODEL],
  safetensors: ['a file of weights (safetensors)', MODEL],
  gguf: ['a language model (GGUF)', MODEL],
  pickle: [
    'a Python pickle',
    'Pickles can run programs, so they are not opened. Save the data as CSV, and import that',
  ],
  notebook: ['a Jupyter notebook', DATA],
  python: ['a Python program', DATA],
  program: ['a program', DATA],
  document: ['a document', DATA],
  lfs: ['a Git LFS pointer, not the file itself', 'Download the file with "git lfs pull"'],
};

/** Names of columns, the last of many left out. */
const quoted = (columns: readonly string[]) =>
  columns
    .slice(0, 5)
    .map((name) => `"${name}"`)
    .join(', ') + (columns.length > 5 ? ', …' : '');

/** Text tables. */
export const tables = {
  'bad-data/table-broken-text': ({ encoding, count: characters, line }) =>
    `${counted(characters, 'character')} not readable as ${encoding}, the first on line ${count(line)}: they are shown as \ufffd.`,
  'advice/chosen-encoding': ({ encoding }) => `The text was read as ${encoding}.`,
  'bad-data/table-binary': () => 'This is not a text table: it contains zero bytes.',
  'bad-data/file-kind': ({ kind }) => `This is ${KINDS[kind][0]}. ${KINDS[kind][1]}.`,
  'bad-data/table-archive': ({ tables: found }) =>
    found.length === 0
      ? 'This archive contains no table. Unpack it, and import one of its files.'
      : `This archive contains ${counted(found.length, 'table')}: ${found.slice(0, 3).join(', ')}${found.length > 3 ? ', …' : ''}. Unpack it, and import one of them.`,
  'bad-data/table-unpacked': ({ most }) =>
    `This table is larger than ${count(most / 2 ** 20)} MiB once unpacked. Import a part of it.`,
  'bad-data/table-columns': ({ columns, most }) =>
    `This table has ${counted(columns, 'column')}; at most ${count(most)} can be read.`,
  'bad-data/table-cells': ({ most }) =>
    `This table has more than ${counted(most, 'cell')}. Import a part of it.`,
  'bad-data/table-no-rows': () => 'This table has a header, but no rows.',
  'bad-data/table-quotes': () => 'This table has too many quotation marks.',
  'bad-data/table-open-quote': () => 'A quote that opens in this row is never closed.',
  'bad-data/table-text-after-quote': () =>
    'This row has text after a closing quote. Double the quotes inside a cell.',
  'bad-data/table-one-column': () =>
    'At least two columns are required: one input and one target. Is the delimiter right?',
  'bad-data/table-no-input': () => 'Choose at least one input column.',
  'bad-data/table-used-rows': () => 'Fewer than two rows have a value in every used column.',
  'bad-data/table-one-class': ({ column }) =>
    `Every row has the same ${column}: a classifier requires at least two classes.`,
  'bad-data/table-codes': ({ columns, cell, as }) =>
    as === 'text'
      ? `Codes rather than quantities, such as ${cell}, are read as text: ${quoted(columns)}. ${cell.startsWith('0') ? 'If they are quantities, write them without the zeros in front.' : 'Numbers have at most 15 digits.'}`
      : `Numbers with zeros in front, such as ${cell}, are read without them: ${quoted(columns)}. If they are codes, write all of them with as many digits, at least three.`,
  'bad-data/table-thousands': ({ columns, cell, value }) =>
    `${cell} is read as ${value}, but nothing in the file shows whether the mark stands before decimals or thousands: ${quoted(columns)}. If this is not what it means, choose the decimal mark.`,
  'bad-data/table-dates': ({ column, value }) =>
    `The numbers of "${column}" are dates, such as ${value}, which jump from one month to the next. Write them as days since the first one, or do not use them.`,
  'bad-data/table-row-names': () =>
    'The first line has one name less than the rows have cells, as R writes it: the first column is read as the names of the rows.',
  'bad-data/table-one-value': ({ column }) =>
    `Every row has the same ${column}: there is nothing to learn. Choose another target.`,
  'bad-data/table-many-classes': ({ column, classes, rows }) =>
    `The target "${column}" is text with ${counted(classes, 'class', 'classes')} in ${counted(rows, 'row')}, too few rows of each to learn from. If these are numbers or dates, write them as plain numbers.`,
  'bad-data/table-placeholder': ({ column, placeholder, cells }) =>
    `${counted(cells, 'cell')} of "${column}" ${cells === 1 ? 'is' : 'are'} ${placeholder}, far from all others, which often stands for no value but is read as a number. If so, empty these cells.`,
  'bad-data/table-many-categories': ({ column, kinds, rows }) =>
    `The input "${column}" is text with ${counted(kinds, 'distinct value')} in ${counted(rows, 'row')}, from which little can be learned. If these are numbers or dates, write all of them as plain numbers in one unit.`,
  'bad-data/table-similar-classes': ({ column, names: [one, other] }) =>
    `The classes “${one}” and “${other}” of "${column}" look alike but count as two. If they are one, write them alike.`,
  'bad-data/table-one-hot': () =>
    'One-hot encoding produces too many cells. Remove text columns with many distinct values.',
  'bad-data/table-lines-unused': ({ count: lines, line, ...found }) =>
    lines === 1
      ? `Line ${count(line)} is not used: it ${UNUSED[found.why](found)}.`
      : `${count(lines)} lines are not used: the first, line ${count(line)}, ${UNUSED[found.why](found)}.`,
  'bad-data/table-unreadable': ({ count: cells, cell, use }) =>
    `${counted(cells, 'cell')} not readable${UNREADABLE[use]}: first “${cell.slice(0, 20)}”.`,
  'bad-data/table-rows-omitted': ({ omitted, rows }) =>
    `${count(omitted)} of ${counted(rows, 'row')} are not used: a used column has no value there.`,
} satisfies Partial<Sentences>;
