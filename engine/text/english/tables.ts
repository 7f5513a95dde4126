import { count, counted } from './phrases.js';
import type { Sentences } from '../language.js';

/** Text tables. */
export const tables = {
  'bad-data/table-encoding': () => 'This is not text in UTF-8. Save it as UTF-8 and try again.',
  'bad-data/table-binary': () => 'This is not a text table: it contains zero bytes.',
  'bad-data/table-columns': ({ columns, most }) =>
    `This table has ${counted(columns, 'column')}; at most ${count(most)} can be read.`,
  'bad-data/table-cells': ({ most }) =>
    `This table has more than ${counted(most, 'cell')}. Import a part of it.`,
  'bad-data/table-ragged': ({ found, expected }) =>
    `This row has ${counted(found, 'cell')}, but the table has ${counted(expected, 'column')}.`,
  'bad-data/table-no-rows': () => 'This table has a header, but no rows.',
  'bad-data/table-quotes': () => 'This table has too many quotation marks.',
  'bad-data/table-open-quote': () => 'A quote that opens in this row is never closed.',
  'bad-data/table-text-after-quote': () =>
    'This row has text after a closing quote. Double the quotes inside a cell.',
} satisfies Partial<Sentences>;
