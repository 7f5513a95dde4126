import type { Sentences } from '../language.js';
import { count, projectPath } from './phrases.js';
import { issueText, unknownText } from './project.js';

/** Arguments and options of the command line. */
export const commandLine = {
  'bad-argument/command': (name) => unknownText('command', name),
  'bad-argument/unknown-option': ({ option }) => `There is no option --${option}.`,
  'bad-argument/no-value': ({ option }) => `--${option} requires a value.`,
  'bad-argument/unwanted-value': ({ option }) => `--${option} takes no value.`,
  'bad-argument/missing-option': ({ option }) => `--${option} is required.`,
  'bad-argument/range': ({ found, min, max }) =>
    `Expected a whole number from ${min}${max === null ? '' : ` to ${max}`}, got "${found}".`,
  'bad-argument/number': ({ found, min, max }) => `Expected a number from ${min} to ${max}, got "${found}".`,
  'bad-argument/one-option': ({ options }) =>
    `Use only one of ${options.map((option) => `--${option}`).join(', ')}.`,
  'bad-argument/word': ({ found, known }) => `Expected ${known.join(', ')}, got "${found}".`,
  'bad-argument/layer': (name) => unknownText('layer', name),
  'bad-argument/unit': ({ found, shape }) =>
    `There is no unit ${found.join()}: the layer's output has the shape [${shape.join(', ')}], so units go from ${shape.map(() => 0).join()} to ${shape.map((length) => length - 1).join()}.`,
  'bad-argument/other-data': ({ data }) =>
    data === 'images'
      ? 'This option is for images, not for tables.'
      : 'This option is for tables, not for images.',
  'bad-argument/onnx-only': () => 'This option is for ONNX files only.',
  'bad-argument/fixed-size': ({ side }) =>
    `These images have ${side} × ${side} pixels; leave out this option.`,
  'bad-argument/no-encoding': () =>
    'The names of these images are not in a zip archive, or say how they are encoded; leave out this option.',
  'bad-argument/target-text': ({ column }) =>
    `The column "${column}" has text with too many different values to be predicted.`,
  'bad-argument/target-classes': ({ column, are }) =>
    are === 'classes'
      ? `The column "${column}" has text, which can only be classes.`
      : `The numbers in the column "${column}" cannot be classes: those are whole, and at most 20.`,
  'advice/columns-unused': ({ columns }) => {
    const shown = columns.slice(0, 10).map((column) => `"${column}"`);
    const more = columns.length - shown.length;
    return `Not used, because they hold text, dates, nothing, or too little: ${shown.join(', ')}${more > 0 ? ` and ${count(more)} more` : ''}.`;
  },
  'advice/row-numbers': ({ column }) =>
    `The input "${column}" seems to number the rows, from which a model learns nothing that holds for new ones.`,
  'advice/chosen-target': ({ column }) => `The target is "${column}", the last column.`,
  'advice/chosen-values': ({ column }) =>
    `The model predicts values of "${column}"; these few whole numbers could also be classes.`,
  'advice/chosen-form': ({ side, channels }) =>
    `The images are ${side} × ${side} pixels, ${channels === 1 ? 'gray' : 'red, green and blue'}, cropped to the center square.`,
  'advice/chosen-labels': ({ name, others }) =>
    `The labels come from: ${name}. There are others: ${others.join('; ')}.`,
  'bad-argument/data-built-in': () =>
    'This model was trained on data that Layerloom has. Leave out this option.',
  'bad-argument/count': ({ expected, found }) =>
    expected === 'file' || expected === 'file or folder' || expected === 'folder'
      ? `Expected one ${expected}, got ${found}.`
      : `Expected ${expected}.`,
} satisfies Partial<Sentences>;

const BUSY = {
  download: 'CIFAR-10 is already being downloaded.',
  import: 'Another import is already running.',
  training: 'This run is still training. Stop it first.',
} as const;

/** The desktop shell. */
export const shell = {
  'shell/bad-request': ({ call, issue }) =>
    `${[call, projectPath(issue.path)].filter(Boolean).join(' ')}: ${issueText(issue)}`,
  'shell/forbidden': () => 'This page is not allowed to call the app.',
  'shell/document-closed': () => 'This project is no longer open. Open it again.',
  'shell/unsaved-work-gone': () => 'That unsaved work is no longer there.',
  'shell/no-file': () => 'This project has no file yet.',
  'shell/unknown-file': () => 'The app no longer knows that file. Open it again.',
  'shell/no-table': () => 'No table has been opened. Choose one first.',
  'shell/example': (name) => unknownText('example', name),
  'shell/busy': ({ with: work }) => BUSY[work],
  'shell/engine-down': () => 'The engine is not running. Restart it first.',
} satisfies Partial<Sentences>;

/** Faults of the program. */
export const internal = {
  'internal/engine-died': () =>
    'The engine stopped in the middle of its work; what was trained until the last checkpoint is kept. Restart the ' +
    'engine, then resume. If it happens again, memory may be short: close other programs, or choose a smaller batch ' +
    'size or smaller layers.',
  'internal/unexpected': ({ said }) => `An unexpected error occurred: ${said}.`,
  'internal/earlier-record': ({ said }) => `An earlier version of Layerloom reported: ${said}`,
  'internal/invariant': ({ violated }) => `This is a bug in Layerloom: ${violated}.`,
} satisfies Partial<Sentences>;
