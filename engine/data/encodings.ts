/** A character encoding, and what text in it consists of. */
interface Encoding {
  readonly id: string;
  readonly title: string;
  /**
   * Patterns of a character's bytes, one code unit a byte, and the bits of information that such a character carries
   * in usual text; the first that matches counts. Whatever matches none is invalid.
   */
  readonly characters: readonly (readonly [bytes: string, bits: number])[];
  /** Bits for having chosen this encoding: rare ones require more evidence. */
  readonly rare: number;
}

/** Characters of two bytes, of a script that rarely stands beside a Latin letter. */
const apart = (letters: string) => `(?:${letters})(?![A-Za-z])`;
const BESIDE: readonly [string, number] = ['[A-Za-z](?=[\\x80-\\xff])', 11];
/** A second byte that is ASCII: convincing only beside another such character, since °C is not a Chinese one. */
const inText = (letters: string) => `(?<=[\\x80-\\xff][^])(?:${letters})|(?:${letters})(?=[\\x80-\\xff])`;

/** Alphabets other than Latin: frequent and other letters, small and capital. */
const alphabet = (often: string, lower: string, oftenUpper: string, upper: string) => {
  const small = `(?<![A-Za-z])(?:(?<=(?<![${upper}])[${upper}])|(?<![${upper}]))`;
  const capital = `(?<![A-Za-z${lower}])`;
  return [
    [`${small}[${often}](?![A-Za-z])`, 4.5],
    [`${small}[${lower}](?![A-Za-z])`, 6.5],
    [`${capital}[${oftenUpper}](?![A-Za-z])`, 5.5],
    [`${capital}[${upper}](?![A-Za-z])`, 7.5],
    ['[\\x85\\x93\\x94\\x96\\x97\\xa0\\xa7\\xa9\\xab\\xb0\\xb1\\xbb]', 9],
    ['[\\x80-\\xff]', 15],
  ] as const;
};

/** Latin letters with marks stand mostly alone between ASCII letters (`run`: bits if not), and capitals begin a word. */
const latin = (lower: string, upper: string, run: number, others: Encoding['characters']) =>
  [
    ...others,
    [`(?<![${lower}${upper}])[${lower}]`, 7],
    [`(?<![a-z${lower}${upper}])[${upper}]`, 9],
    [`[${lower}${upper}]`, run],
    ['[\\x80\\x85\\x92\\x96\\x97\\x99\\xa0\\xa7\\xa9\\xab\\xae\\xb0\\xb1\\xb5\\xb7\\xbb]', 9],
    ['(?<!\\w)[\\x82\\x84\\x91\\x93](?=\\w)|(?<=\\w)[\\x91\\x93\\x94](?!\\w)', 9],
    ['[\\x80-\\xff]', 16],
  ] as const;

const INVALID_1252 = '[\\x81\\x8d\\x8f\\x90\\x9d]';
/** More than any valid character. */
const INVALID_BITS = 24;
const ASCII_BITS = 5;

/** Encodings of text tables and of names in archives, the likelier first. */
export const ENCODINGS = [
  {
    id: 'utf-8',
    title: 'UTF-8',
    characters: [
      ['[\\xc2-\\xdf][\\x80-\\xbf]|[\\xe0-\\xef][\\x80-\\xbf]{2}|[\\xf0-\\xf4][\\x80-\\xbf]{3}', 6],
    ],
    rare: 0,
  },
  { id: 'utf-16le', title: 'UTF-16 LE', characters: [], rare: Infinity },
  { id: 'utf-16be', title: 'UTF-16 BE', characters: [], rare: Infinity },
  {
    id: 'cp1252',
    title: 'Western European (CP1252)',
    characters: [
      [INVALID_1252, INVALID_BITS],
      ...latin('\\xdf-\\xef\\xf1-\\xf6\\xf8-\\xfc\\xff', '\\xc0-\\xcf\\xd1-\\xd6\\xd8-\\xdc', 11, [
        ['[\\xd0\\xdd\\xde\\xf0\\xfd\\xfe\\x8a\\x8e\\x9a\\x9e\\x9f]', 10],
        ['[\\x8c\\x9c]', 8],
        ['[\\xa3\\xb2\\xb3](?![A-Za-z\\xc0-\\xff])|(?<!\\w)[\\xa1\\xbf](?=\\w)', 9],
      ]),
    ],
    rare: 0,
  },
  {
    id: 'shift_jis',
    title: 'Japanese (Shift-JIS)',
    characters: [
      BESIDE,
      [apart('\\x82[\\x9f-\\xf1]|\\x83[\\x80-\\x96]|\\x81[\\x40-\\x5b]'), 7],
      [inText('\\x83[\\x40-\\x7e]'), 7],
      [apart('[\\x88-\\x97][\\x80-\\xfc]'), 10],
      [inText('[\\x88-\\x97][\\x40-\\x7e]|\\x98[\\x40-\\x72]'), 10],
      ['[\\x81-\\x87][\\x40-\\x7e\\x80-\\xfc]', 13],
      ['[\\x88-\\x9f\\xe0-\\xea\\xed\\xee\\xfa-\\xfc][\\x40-\\x7e\\x80-\\xfc]', 15],
      ['[\\xa1-\\xdf](?![A-Za-z])', 9],
      ['[\\xa1-\\xdf]', 13],
    ],
    rare: 0,
  },
  {
    id: 'cp949',
    title: 'Korean (CP949, EUC-KR)',
    characters: [
      BESIDE,
      [apart('[\\xb0-\\xc8][\\xa1-\\xfe]'), 10],
      ['[\\xa1-\\xac][\\xa1-\\xfe]', 13],
      ['[\\x81-\\xc6][\\x41-\\x5a\\x61-\\x7a\\x81-\\xfe]|[\\xca-\\xfd][\\xa1-\\xfe]', 15],
    ],
    rare: 0,
  },
  {
    id: 'gb18030',
    title: 'Chinese, simplified (GB18030, GBK)',
    characters: [
      BESIDE,
      [apart('[\\xb0-\\xd7][\\xa1-\\xfe]'), 10.5],
      ['[\\xa1-\\xa3][\\xa1-\\xfe]', 12],
      ['[\\xd8-\\xf7][\\xa1-\\xfe]', 13],
      ['[\\x81-\\xfe][\\x40-\\x7e\\x80-\\xfe]|[\\x81-\\xfe][0-9][\\x81-\\xfe][0-9]', 16],
    ],
    rare: 0,
  },
  {
    id: 'big5',
    title: 'Chinese, traditional (Big5)',
    characters: [
      BESIDE,
      [apart('[\\xa4-\\xc6][\\xa1-\\xfe]'), 11],
      [inText('[\\xa4-\\xc6][\\x40-\\x7e]'), 11],
      ['\\xa1[\\x40-\\x7e\\xa1-\\xfe]', 12],
      ['[\\x87-\\xfe][\\x40-\\x7e\\xa1-\\xfe]', 15],
    ],
    rare: 2,
  },
  {
    id: 'euc-jp',
    title: 'Japanese (EUC-JP)',
    characters: [
      BESIDE,
      [apart('\\xa4[\\xa1-\\xf3]|\\xa5[\\xa1-\\xf6]|\\xa1[\\xa1-\\xbc]'), 7],
      [apart('[\\xb0-\\xcf][\\xa1-\\xfe]'), 10.5],
      ['[\\xa1-\\xf4][\\xa1-\\xfe]|\\x8e[\\xa1-\\xdf]|\\x8f[\\xa1-\\xfe]{2}', 15],
    ],
    rare: 4,
  },
  {
    id: 'cp1251',
    title: 'Cyrillic (CP1251)',
    characters: alphabet(
      '\\xe0\\xe2\\xe5\\xe8\\xeb\\xed\\xee\\xf0-\\xf2',
      '\\xb3\\xb8\\xba\\xbf\\xe0-\\xff',
      '\\xc0\\xc2\\xc5\\xc8\\xcb\\xcd\\xce\\xd0-\\xd2',
      '\\xa8\\xaa\\xaf\\xb2\\xc0-\\xdf',
    ),
    rare: 4,
  },
  {
    id: 'koi8-r',
    title: 'Cyrillic (KOI8-R)',
    characters: alphabet(
      '\\xc1\\xc5\\xc9\\xcc\\xce\\xcf\\xd2-\\xd4\\xd7',
      '\\xa3\\xc0-\\xdf',
      '\\xe1\\xe5\\xe9\\xec\\xee\\xef\\xf2-\\xf4\\xf7',
      '\\xb3\\xe0-\\xff',
    ),
    rare: 12,
  },
  {
    id: 'cp1250',
    title: 'Central European (CP1250)',
    characters: latin(
      '\\x9a\\x9c-\\x9f\\xb3\\xb9\\xba\\xbe\\xbf\\xdf-\\xfe',
      '\\x8a\\x8c-\\x8f\\xa3\\xa5\\xaa\\xaf\\xbc\\xc0-\\xdf',
      9,
      [['[\\xd0\\xdd\\xde\\xf0\\xfe]', 10]],
    ),
    rare: 6,
  },
  {
    id: 'cp1253',
    title: 'Greek (CP1253)',
    characters: alphabet(
      '\\xdc-\\xdf\\xe1\\xe5\\xe7\\xe9\\xef\\xf0-\\xf4\\xfc',
      '\\xdc-\\xdf\\xe0-\\xfe',
      '\\xc1\\xc5\\xc7\\xc9\\xcf-\\xd4',
      '\\xa2\\xb8-\\xba\\xbc\\xbe-\\xdb',
    ),
    rare: 6,
  },
  {
    id: 'cp1254',
    title: 'Turkish (CP1254)',
    characters: latin('\\xe2\\xe7\\xee\\xf0\\xf6\\xfb-\\xfe', '\\xc7\\xd0\\xd6\\xdc-\\xde', 9, []),
    rare: 8,
  },
  {
    id: 'cp850',
    title: 'Western European, DOS (CP850)',
    characters: [
      ['\\xe1(?![A-Z])', 8],
      ['(?<![\\x80-\\xff])[\\x81-\\x8d\\x93-\\x98\\xa0-\\xa4]', 7],
      ['(?<![a-z\\x80-\\xff])[\\x8e-\\x90\\x99\\x9a\\xa5]', 9],
      ['[\\x80-\\xff]', 16],
    ],
    rare: 6,
  },
] as const satisfies readonly Encoding[];

/** The name of a character encoding. */
export type EncodingId = (typeof ENCODINGS)[number]['id'];

/** The ids of all encodings. */
export const ENCODING_IDS = ENCODINGS.map(({ id }) => id);

/** An encoding's name for people. */
export const encodingTitle = (wanted: EncodingId): string => ENCODINGS.find(({ id }) => id === wanted)!.title;

/**
 * The encoding in which bytes, one code unit a byte, are the likeliest text: the one that needs the fewest bits to
 * explain them.
 */
export function likeliestEncoding(
  bytes: string,
  candidates: readonly EncodingId[] = ENCODING_IDS,
): EncodingId {
  const scores = ENCODINGS.filter(({ id }) => candidates.includes(id)).map((encoding) => ({
    id: encoding.id,
    bits: informationIn(bytes, encoding),
  }));
  return scores.reduce((best, one) => (one.bits < best.bits ? one : best)).id;
}

function informationIn(text: string, { characters, rare }: Encoding): number {
  const kinds = characters.map(([bytes]) => `(${bytes})`);
  const costs = [...characters.map(([, bits]) => bits), ASCII_BITS, INVALID_BITS];
  const pattern = new RegExp([...kinds, '([\\x00-\\x7f])', '([^])'].join('|'), 'g');
  let sum = rare;
  for (const [, ...groups] of text.matchAll(pattern)) {
    sum += costs[groups.findIndex((group: string | undefined) => group !== undefined)]!;
  }
  return sum;
}
