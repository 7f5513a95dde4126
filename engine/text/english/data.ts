import type { FileKind, ProblemFacts } from '../../base/facts.js';
import { numberText } from '../../base/numbers.js';
import type { Sentences } from '../language.js';
import { count, counted, quotedList } from './phrases.js';
import { unknownText } from './project.js';

/** Enough to recognize a list by. */
const MOST_NAMES = 10;

function listed(names: readonly string[]): string {
  const first = names.slice(0, MOST_NAMES).map((name) => `"${name}"`);
  const others = names.length - first.length;
  return others > 0 ? `${first.join(', ')} and ${others} more` : first.join(', ');
}

const AGAIN = 'Download the data set again.';

/** Tables, images and data sets. */
export const data = {
  'bad-project/column': (name) => unknownText('column', name),
  'bad-project/class': (name) => unknownText('class', name),
  'bad-project/class-twice': ({ name }) => `"${name}" is listed twice.`,
  'bad-project/text-targets': () => 'A text column gives classes, so it must be the only target.',
  'bad-data/cifar10-size': ({ files, bytes, each }) =>
    `CIFAR-10 has ${bytes} bytes in ${files} files, but each file should have ${each}: one of them is truncated or wrong. ${AGAIN}`,
  'bad-data/cifar10-label': ({ image, label }) =>
    `Image ${image} has the label ${label}, but labels are 0 to 9. ${AGAIN}`,
  'bad-data/stored-images': () => 'This file of the imported images is damaged. Import the images again.',
  'bad-data/not-finite': () =>
    'The samples of this step contain numbers that are not finite. Check the data for empty or invalid values.',
  'bad-data/no-training-images': ({ classes }) =>
    `No training image has any of the chosen classes (${classes.join(', ')}). Choose classes that have images.`,
  'bad-data/empty-split': ({ split }) =>
    split === 'validation'
      ? 'No sample validates this model, so there is nothing to judge it on.'
      : 'No sample trains this model.',
  'bad-data/no-test-images': () =>
    'These images have no test split with the chosen classes. Validate on a share of the training split.',
  'bad-data/no-whole-row': () =>
    'Every row has an empty cell in a column that is used. Exclude columns with empty cells.',
  'bad-data/no-column': (name) => unknownText('column', name),
  'bad-data/column-type': ({ expected }) =>
    `This column must contain ${expected}, as in the table that the model was trained on.`,
  'bad-data/unknown-values': ({ found, known }) =>
    `This column contains ${listed(found)}, which the model does not know. It was trained with ${listed(known)}.`,
  'bad-data/new-gaps': () =>
    'This column has empty cells, but it had none in the table that the model was trained on. Fill them.',
  'missing-data/table': ({ name, columns }) =>
    `The table "${name}" is not included. Provide it again; it must have the columns ${listed(columns)}.`,
  'bad-data/too-large': ({ value }) =>
    `${numberText(value)} is too large: a model can represent numbers up to 3.4e38. Correct the cell in the file and import the table again, or exclude the column.`,
  'bad-argument/not-a-classifier': () => 'This model is not a classifier.',
  'bad-argument/not-a-regression': () => 'This model does not predict numbers.',
  'bad-project/table': (name) => unknownText('table', name),
} satisfies Partial<Sentences>;

const COLORS: Readonly<Partial<Record<string, string>>> = { '#ffffff': 'white', '#000000': 'black' };

/** Images in a folder or an archive. */
export const images = {
  'bad-data/process-died': () =>
    'Reading the data ended unexpectedly. If images were being imported, one of them may be damaged in a way that the decoder does not survive.',
  'bad-data/nothing-recognized': ({ chosen, formats }) =>
    `${chosen ? 'This file type cannot be imported' : 'This contains nothing that can be imported'}. ` +
    `Expected ${formats.join('; ')}; also as a zip or tar archive.`,
  'bad-data/empty-file': () => 'This file is empty.',
  'bad-data/too-many-files': ({ most }) => `This contains more than ${counted(most, 'file')}.`,
  'bad-data/too-many-classes': ({ classes, most }) =>
    `This contains ${counted(classes, 'class', 'classes')}; at most ${count(most)} are possible.`,
  'bad-data/similar-classes': ({ names: [one, other] }) =>
    `The classes “${one}” and “${other}” differ only in capital letters or in how accents are stored. Rename one of them, or put their images together.`,
  'bad-data/too-many-images': ({ images: found, side, most }) =>
    `${counted(found, 'image')} of ${side} × ${side} pixels do not fit into 1 GiB; at this size, at most ${count(most)} do. Choose a smaller size.`,
  'bad-data/no-image-readable': ({ images: found, first }, messageOf) =>
    [`None of the ${counted(found, 'image')} can be read.`, ...(first ? [messageOf(first)] : [])].join(' '),
  'bad-data/no-training-image-readable': () => 'No image of the training split can be read.',
  'bad-data/skipped-link': () => 'This is a link; links are not followed.',
  'bad-data/skipped-special': () => 'This is neither a file nor a folder.',
  'bad-data/skipped-empty-folder': () => 'This folder is empty, so there is no class of its name.',
  'bad-data/skipped-same-name': () => 'The archive contains another file with this name.',
  'bad-data/skipped-system': () =>
    'This is hidden, or was made by a system, such as .DS_Store, Thumbs.db, @eaDir and __MACOSX.',
  'bad-data/skipped-not-image': ({ ending }) =>
    `This file is not an image (${ending === '' ? 'no extension' : ending}).`,
  'bad-data/skipped-no-class': () => 'This image lies in no folder of a class, so it has no label.',
  'bad-data/skipped-no-name-label': () => 'The name of this image has no label, such as cat in cat_1.png.',
  'bad-data/skipped-not-in-table': () => 'The table has no label for this image.',
  'bad-data/skipped-two-labels': () => 'There are different labels for this image.',
  'bad-data/skipped-no-object': () => 'No object is annotated in this image.',
  'bad-data/objects-as-labels': ({ format, images: labeled }) =>
    `${counted(labeled, 'image')} ${labeled === 1 ? 'is' : 'are'} labeled by the class of the objects in ${labeled === 1 ? 'it' : 'them'} (${format}). Layerloom classifies whole images: the places of the objects are not used.`,
  'bad-data/images-several-labels': ({ images: several, labeled, first }) =>
    `${count(several)} of ${counted(labeled, 'labeled image')} ${several === 1 ? 'has' : 'have'} several labels: ${first}${several > 1 ? ' and others' : ''}. A classifier gives each image one class. Choose these labels to leave those images out, or cut the objects out and put them into one folder for each class, such as pets/cats.`,
  'bad-data/skipped-beside-splits': ({ folder }) =>
    `The folder “${folder}” lies beside the training and test splits and is neither.`,
  'bad-data/classes-like-splits': ({ classes }) =>
    `The folders ${quotedList(classes)} have names of splits, not of classes, and there is nothing else that gives the images labels. If they are splits, put one folder for each class into each of them, such as train/cats.`,
  'bad-data/classes-in-classes': ({ outer, inner }) =>
    `The folders ${quotedList(outer)} all contain the folders ${quotedList(inner)}. Choose which of them are the classes. If the outer ones are splits, name them train and test.`,
  'bad-data/classes-like-parts': ({ classes }) =>
    `The folders ${quotedList(classes)} have names of numbered parts, not of classes, and there is nothing else that gives the images labels.`,
  'bad-data/skipped-mask': () => 'This is a mask of another image.',
  'bad-data/masks': ({ masks, first }) =>
    `${counted(masks, 'image')} will not be used, because ${masks === 1 ? 'it is a mask of another' : 'they are masks of others'}: ${first}${masks > 1 ? ' and others' : ''}. Layerloom classifies whole images; it does not segment them.`,
  'bad-data/annotations': ({ format, files, first }) =>
    `These images come with annotations of the objects in them (${format}, ${counted(files, 'file')}: ${first}${files > 1 ? ' and others' : ''}), which are not read. Layerloom classifies whole images: put one folder for each class, such as pets/cats.`,
  'bad-data/images-without-labels': ({ images: found, first }) =>
    `${counted(found, 'image')} without labels: ${first}${found > 1 ? ' and others' : ''}. Put them into one folder for each class, such as pets/cats, or put a table with their names and classes beside them.`,
  'bad-data/rows-without-image': ({ rows, first }) =>
    `${counted(rows, 'row')} of the table ${rows === 1 ? 'names an image that is' : 'name images that are'} not here: ${first}${rows > 1 ? ' and others' : ''}.`,
  'bad-data/one-class': () =>
    'A classifier requires at least two classes: with one, every answer is correct. Add images of another class.',
  'bad-data/class-not-trained': ({ classes }) =>
    `No training images: ${quotedList(classes)}. The model cannot learn them; add training images or remove their folders.`,
  'bad-data/class-not-tested': ({ classes }) =>
    `No images to validate on: ${quotedList(classes)}. The accuracy says nothing about them.`,
  'bad-data/classes-unreadable': ({ classes }) =>
    `None of the images can be read: ${quotedList(classes)}. The model will not know ${classes.length === 1 ? 'this class' : 'these classes'}; the list of skipped files names the reasons.`,
  'bad-data/images-transparent': ({ images: found, background }) =>
    `${counted(found, 'image')} with transparent areas: these are ${COLORS[background] ?? background} now.`,
  'bad-data/images-unlabeled': ({ images: found, first }) =>
    `${counted(found, 'image')} without a label will not be used: ${first}${found > 1 ? ' and others' : ''}.`,
  'bad-data/unbalanced': ({ largest, most, smallest, least }) =>
    `“${largest}” has ${counted(most, 'training image')}, “${smallest}” only ${count(least)}. A model that always answers “${largest}” would look accurate: add images of the small classes, or remove some of the large ones.`,
  'bad-data/names-encoding': ({ encoding, others }) =>
    `The archive does not say how its names are encoded. They were read as ${encoding}; ${others.join(' or ')} would be possible too. Check the names of the classes.`,
  'bad-data/archive-damaged': () => 'This archive is damaged or truncated.',
  'bad-data/archive-overlap': () => 'This archive is damaged or malicious: its entries overlap.',
  'bad-data/archive-bomb': () =>
    'This archive unpacks to more than 100 times its size, which images never do.',
  'bad-data/archive-encrypted': () =>
    'This archive is protected by a password. Unpack it and choose its folder.',
  'bad-data/archive-method': ({ method }) =>
    `This zip archive is compressed with ${method}, which cannot be read. Unpack it and choose its folder, or zip it again with the usual compression (Deflate).`,
  'bad-data/archive-kind': ({ name }) =>
    `Files compressed with ${name} cannot be read. Unpack it and choose its folder, or pack it again as a zip archive.`,
  'bad-data/archive-outside': ({ entry }) =>
    `The entry “${entry}” points outside the archive; nothing was read from it.`,
  'bad-data/archive-long-name': ({ entry }) => `The name of the entry “${entry}” is too long.`,
  'bad-data/entry-gone': () => 'This file is no longer there.',
  'bad-data/entry-damaged': () => 'This file is damaged, or unpacks to more than the archive declares.',
  'bad-data/pickle': () =>
    'This file is damaged, or not one of the Python files of CIFAR-10 and CIFAR-100. Other Python objects are not read, because they can contain programs.',
  'bad-data/records': ({ bytes, record }) =>
    `This file has ${counted(bytes, 'byte')}, which is not a multiple of ${record}: it is truncated.`,
  'bad-data/label': ({ image, label, classes }) =>
    `Image ${image} has the label ${label}, but labels are 0 to ${classes - 1}.`,
  'bad-data/idx-truncated': () => 'This file is truncated.',
  'bad-data/idx-size': ({ expected, found }) =>
    `This file contains ${counted(found, 'byte')} of data, but its header says ${count(expected)}: it is truncated or damaged.`,
  'bad-data/idx-side': ({ rows, columns, least, most }) =>
    `The images have ${rows} × ${columns} pixels, but only square ones of ${least} to ${most} can be read.`,
  'bad-data/idx-sides': () => 'The training and test images differ in size.',
  'bad-data/idx-counts': ({ images: found, labels, labelFile }) =>
    `This file contains ${counted(found, 'image')}, but ${labelFile} contains ${counted(labels, 'label')}.`,
  'bad-data/idx-labels-missing': ({ expected }) =>
    `The labels of these images are missing: expected ${expected} beside them.`,
  'bad-data/idx-several': ({ files }) =>
    `This contains several data sets (${files.join(', ')}). Put the one that you want into a folder of its own.`,
} satisfies Partial<Sentences>;

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
