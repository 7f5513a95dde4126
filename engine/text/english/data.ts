import { numberText } from '../../base/numbers.js';
import type { Sentences } from '../language.js';
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
