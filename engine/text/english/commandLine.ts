import type { Sentences } from '../language.js';
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
  'bad-argument/word': ({ found, known }) => `Expected ${known.join(', ')}, got "${found}".`,
  'bad-argument/data-built-in': () =>
    'This model was trained on data that Layerloom has. Leave out this option.',
  'bad-argument/count': ({ expected, found }) =>
    expected === 'file' || expected === 'folder'
      ? `Expected one ${expected}, got ${found}.`
      : `Expected ${expected}.`,
} satisfies Partial<Sentences>;
