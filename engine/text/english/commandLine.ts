import type { Sentences } from '../language.js';
import { count } from './phrases.js';
import { unknownText } from './project.js';

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
