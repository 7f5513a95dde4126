import { refuse } from './refuse.js';

/** What may stand between cells. */
export const DELIMITERS = [',', ';', '\t', '|'] as const;
/** One of them. */
export type Delimiter = (typeof DELIMITERS)[number];

/** The largest table that is read: more does not belong into a project file. */
export const MAX_CELLS = 500_000;

/** The delimiter that splits the first rows into the most equal columns. */
export function detectDelimiter(text: string): Delimiter {
  const sample = text.slice(0, 20_000).split(/\r?\n/, 20).filter(Boolean);
  const scores = DELIMITERS.map((delimiter) => {
    const counts = sample.map((line) => unquoted(line).split(delimiter).length);
    const [first = 1] = counts;
    const equal = counts.filter((count) => count === first).length;
    return { delimiter, score: first > 1 ? first * (equal / counts.length) ** 4 : 0 };
  });
  return scores.reduce((best, one) => (one.score > best.score ? one : best)).delimiter;
}

const unquoted = (line: string) => line.replace(/"(?:[^"]|"")*"/g, '');

/** Rows of cells, with quotes as RFC 4180 has them. Throws `bad-data` for an open quote or too many cells. */
export function splitCells(text: string, delimiter: string, name: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let cells = 0;
  let quoted = false;
  const endCell = () => {
    row.push(cell.trim());
    cell = '';
    if (++cells > MAX_CELLS) {
      throw refuse(name, `it has more than ${MAX_CELLS.toLocaleString('en-US')} cells; take a part of it`);
    }
  };
  const endRow = () => {
    endCell();
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  };
  for (let i = text.charCodeAt(0) === 0xfeff ? 1 : 0; i < text.length; i++) {
    const character = text[i]!;
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[i + 1] === '"') cell += text[++i]!;
      else quoted = false;
    } else if (character === '"' && cell.trim() === '') {
      cell = '';
      quoted = true;
    } else if (character === delimiter) endCell();
    else if (character === '\n') endRow();
    else if (character !== '\r') cell += character;
  }
  if (quoted) throw refuse(name, `a quote that opens in row ${rows.length + 1} is never closed`);
  if (cell !== '' || row.length > 0) endRow();
  return rows;
}
