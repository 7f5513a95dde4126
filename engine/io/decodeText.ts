import iconv from 'iconv-lite';
import { ENCODING_IDS, type EncodingId } from '../data/encodings.js';

/** Text, and the characters that could not be decoded: they are U+FFFD in it. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: EncodingId;
  readonly broken: { readonly count: number; readonly line: number } | null;
}

const MARKS: readonly (readonly [id: EncodingId, mark: readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** Enough text to know its encoding. */
const SAMPLE = 16_384;

/** Text from bytes in an encoding, or in the likeliest one. A byte order mark is not part of the text. */
export function decodeText(bytes: Uint8Array, encoding: EncodingId = detectEncoding(bytes)): DecodedText {
  const text = decode(bytes, encoding);
  const first = text.indexOf('\ufffd');
  if (first < 0) return { text, encoding, broken: null };
  const count = text.split('\ufffd').length - 1;
  const line = text.slice(0, first).split(/\r\n?|\n/).length;
  return { text, encoding, broken: { count, line } };
}

/** Decodes bytes; invalid ones become U+FFFD. Node's own decoders of Korean and Western text have mistakes. */
export function decode(bytes: Uint8Array, encoding: EncodingId): string {
  return iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), encoding);
}

function detectEncoding(bytes: Uint8Array): EncodingId {
  const marked = MARKS.find(([, mark]) => mark.every((byte, i) => bytes[i] === byte));
  return (
    marked?.[0] ??
    utf16In(bytes.subarray(0, SAMPLE)) ??
    likelyEncodings(differentCells(foreignLines(bytes)))[0]!.id
  );
}

/** UTF-16 without a byte order mark: the upper bytes of digits, delimiters and line breaks are zeros. */
function utf16In(bytes: Uint8Array): EncodingId | null {
  const zeros = [0, 0];
  bytes.forEach((byte, i) => (zeros[i % 2]! += Number(byte === 0)));
  const [even, odd] = zeros as [number, number];
  if (Math.max(even, odd) <= bytes.length / 20 || Math.min(even, odd) > Math.max(even, odd) / 10) return null;
  return odd > even ? 'utf-16le' : 'utf-16be';
}

/** Cells that differ in more than their digits, once each: what repeats in every row is no more evidence. */
const differentCells = (text: string) =>
  [...new Set(text.replace(/\d+/g, '0').split(/[\t\n\r,;"]/))].join('\n');

/** The first lines that are not ASCII, one code unit a byte: no character contains a line break. */
function foreignLines(bytes: Uint8Array): string {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let sample = '';
  for (let i = 0; i < all.length && sample.length < SAMPLE; i++) {
    if (all[i]! < 128) continue;
    const start = Math.max(all.lastIndexOf(10, i) + 1, i - 200);
    const end = all.indexOf(10, i);
    const stop = Math.min(end < 0 ? all.length : end + 1, i + SAMPLE);
    sample += all.toString('latin1', start, stop);
    i = stop - 1;
  }
  return sample;
}

/** The usual text in an encoding. */
interface UsualText {
  /**
   * Patterns of a character's bytes, one code unit a byte, and the bits of information that such a character carries
   * in usual text; the first that matches counts. Whatever matches none is invalid.
   */
  readonly characters: readonly (readonly [bytes: string, bits: number])[];
  /** Bits for having chosen this encoding: rare ones require more evidence. */
  readonly rare: number;
}

/** The most frequent characters, as they are encoded: the same bytes are rare syllables or signs in other encodings. */
const frequent = (encoding: EncodingId, characters: string) =>
  apart(
    Array.from(new Set(characters), (one) =>
      iconv
        .encode(one, encoding)
        .toString('latin1')
        .replace(/[\\^$.|?*+()[\]{}]/g, '\\$&'),
    ).join('|'),
  );
const KOREAN =
  '가각간갈감갑강개거건걸검게격견결경계고곡곤골곰공과관광교구국군굴귀귤규그극근금급기긴길김까깨꽃끄끝끼나난날남내너널네년노녹놀농높누눈뉴느는늘능니다단달닭담당대더던덕데도독돈돌동되된돼두둑둘뒤드득든들등디따때또뜨라락란람랑래랜량러럭런레려력련렬령로록론료루류륙르른를름리린림립링마막만많말망매맥머먹먼메며면명모목몰몸못무묵문물미민밀바박반발밤방배백뱀버번벌범법베벽변별병보복본봄부북분불붉붕브블비빈빛빨사산살삼상새색생서석선설섬성세셀소속손송수숙순술숨스습승시식신실심싱쓰씨아악안알암압앞애액야약양어억언얼업없에여역연열염영예오옥온올와완왕외요용우운울웅원월위유육윤으은을음응의이익인일임입잎자작잔잠장재저적전절점접정제조족존종좌주죽준중쥐증지직진질집짐차착찬찰참창채책처천철첫청체초촉총최추축출충취치칠침카칼커컴코콘크키타탁탄태택터테토통투트특틀티파판팔패퍼편평포표품풍프플피필하학한할함합항해행향허험현형호혼홍화확환활황회획효후훈휘휴흑흥희히힘';
const CHINESE =
  '的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住类求据程北边规格红黄蓝绿黑灰紫橙粉猫狗鸟鱼虎狮熊猴兔鼠牛羊猪鸡鸭鹅蛇龙花草树叶木苹香蕉橘梨桃瓜葡萄莓菜豆米麦包车船飞汽轿货客轮火箭摩托灯桌椅床视脑衣鞋帽杯碗图片照集训练测试验异良恶病害康健缺陷坏晴阴雨雪雾云男笑怒悲喜厌';
const TAIWANESE =
  '的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作里用道行所然家種事成方多經去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應向頭文體美相見利什二等產或新己制身果加西月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活更別打女變四神總何電數安少報才結反受目太量再建務做接必場件計管期市直德資料夾命山金指許統區保形社便空治展馬科五書非聽白界達光放強像難色路記南品類北邊規格紅黃藍綠黑灰貓狗鳥魚虎獅象熊猴兔鼠牛羊豬雞鴨蛇龍花草樹葉木蘋香蕉梨桃瓜葡萄菜豆車船飛汽圖片照集訓練測試驗異健康病害晴陰雨雪男';

/** Letters of a script that rarely stands beside a Latin letter. */
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
const latin = (lower: string, upper: string, run: number, others: UsualText['characters']) =>
  [
    // A space that does not break stands between the thousands, and before a unit.
    ['(?<=\\d)\\xa0(?=\\d|[%\\x80])', 4],
    // A euro sign stands beside a number.
    ['(?<=\\d[ \\xa0]?)\\x80|\\x80(?= ?\\d)', 4],
    ...others,
    [`(?<![${lower}${upper}])[${lower}]`, 7],
    [`(?<![a-z${lower}${upper}])[${upper}]`, 9],
    [`[${lower}${upper}]`, run],
    ['[\\x80\\x85\\x92\\x96\\x97\\x99\\xa0\\xa7\\xa9\\xab\\xae\\xb0\\xb1\\xb5\\xb7\\xbb]', 9],
    ['(?<!\\w)[\\x82\\x84\\x91\\x93](?=\\w)|(?<=\\w)[\\x91\\x93\\x94](?!\\w)', 9],
    ['[\\x80-\\xff]', 16],
  ] as const;

/** The letters that CP437 and CP850 share, then those of CP850, which are signs in CP437. */
const DOS: UsualText['characters'] = [
  ['\\xe1(?![A-Z])', 8],
  ['(?<![\\x80-\\xff])[\\x81-\\x8d\\x93-\\x98\\xa0-\\xa4]', 7],
  ['(?<![a-z\\x80-\\xff])[\\x8e-\\x90\\x99\\x9a\\xa5]', 9],
  [
    '(?<=[A-Za-z\\x80-\\xff])[\\x91\\x9b\\xc6\\xe4]|(?<![a-z\\x80-\\xff])[\\x92\\x9d\\xb5-\\xb7\\xd2-\\xd4\\xd6\\xe0\\xe2\\xe9]',
    10,
  ],
  ['[\\x80-\\xff]', 16],
];

const INVALID_1252 = '[\\x81\\x8d\\x8f\\x90\\x9d]';
/** More than any valid character. */
const INVALID_BITS = 24;
const ASCII_BITS = 5;

const TEXT: Readonly<Record<EncodingId, UsualText>> = {
  'utf-8': {
    characters: [
      ['[\\xc2-\\xdf][\\x80-\\xbf]|[\\xe0-\\xef][\\x80-\\xbf]{2}|[\\xf0-\\xf4][\\x80-\\xbf]{3}', 6],
    ],
    rare: 0,
  },
  'utf-16le': { characters: [], rare: Infinity },
  'utf-16be': { characters: [], rare: Infinity },
  cp1252: {
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
  shift_jis: {
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
  cp949: {
    characters: [
      BESIDE,
      [frequent('cp949', KOREAN), 8.5],
      [apart('[\\xb0-\\xc8][\\xa1-\\xfe]'), 14],
      ['[\\xa1-\\xac][\\xa1-\\xfe]', 13],
      ['[\\x81-\\xc6][\\x41-\\x5a\\x61-\\x7a\\x81-\\xfe]|[\\xca-\\xfd][\\xa1-\\xfe]', 15],
    ],
    rare: 0,
  },
  gb18030: {
    characters: [
      BESIDE,
      [frequent('gb18030', CHINESE), 9],
      [apart('[\\xb0-\\xd7][\\xa1-\\xfe]'), 12.5],
      ['[\\xa1-\\xa3][\\xa1-\\xfe]', 13],
      ['[\\xd8-\\xf7][\\xa1-\\xfe]', 15],
      ['[\\x81-\\xfe][\\x40-\\x7e\\x80-\\xfe]|[\\x81-\\xfe][0-9][\\x81-\\xfe][0-9]', 16],
    ],
    rare: 0,
  },
  big5: {
    characters: [
      BESIDE,
      [frequent('big5', TAIWANESE), 9],
      [apart('[\\xa4-\\xc6][\\xa1-\\xfe]'), 12.5],
      [inText('[\\xa4-\\xc6][\\x40-\\x7e]'), 12.5],
      ['\\xa1[\\x40-\\x7e\\xa1-\\xfe]', 12],
      ['[\\x87-\\xfe][\\x40-\\x7e\\xa1-\\xfe]', 15],
    ],
    rare: 2,
  },
  'euc-jp': {
    characters: [
      BESIDE,
      [apart('\\xa4[\\xa1-\\xf3]|\\xa5[\\xa1-\\xf6]|\\xa1[\\xa1-\\xbc]'), 7],
      [apart('[\\xb0-\\xcf][\\xa1-\\xfe]'), 10.5],
      ['[\\xa1-\\xf4][\\xa1-\\xfe]|\\x8e[\\xa1-\\xdf]|\\x8f[\\xa1-\\xfe]{2}', 15],
    ],
    rare: 4,
  },
  cp1251: {
    characters: alphabet(
      '\\xe0\\xe2\\xe5\\xe8\\xeb\\xed\\xee\\xf0-\\xf2',
      '\\xb3\\xb8\\xba\\xbf\\xe0-\\xff',
      '\\xc0\\xc2\\xc5\\xc8\\xcb\\xcd\\xce\\xd0-\\xd2',
      '\\xa8\\xaa\\xaf\\xb2\\xc0-\\xdf',
    ),
    rare: 4,
  },
  cp866: {
    characters: alphabet(
      '\\xa0\\xa2\\xa5\\xa8\\xaa\\xab\\xad\\xae\\xe0-\\xe2',
      '\\xa0-\\xaf\\xe0-\\xef\\xf1\\xf3\\xf5\\xf7',
      '\\x80\\x82\\x85\\x88\\x8a\\x8b\\x8d\\x8e\\x90-\\x92',
      '\\x80-\\x9f\\xf0\\xf2\\xf4\\xf6',
    ),
    rare: 6,
  },
  'koi8-r': {
    characters: alphabet(
      '\\xc1\\xc5\\xc9\\xcc\\xce\\xcf\\xd2-\\xd4\\xd7',
      '\\xa3\\xc0-\\xdf',
      '\\xe1\\xe5\\xe9\\xec\\xee\\xef\\xf2-\\xf4\\xf7',
      '\\xb3\\xe0-\\xff',
    ),
    rare: 12,
  },
  cp1250: {
    characters: latin(
      '\\x9a\\x9c-\\x9f\\xb3\\xb9\\xba\\xbe\\xbf\\xdf-\\xfe',
      '\\x8a\\x8c-\\x8f\\xa3\\xa5\\xaa\\xaf\\xbc\\xc0-\\xdf',
      9,
      [['[\\xd0\\xdd\\xde\\xf0\\xfe]', 10]],
    ),
    rare: 6,
  },
  cp1253: {
    characters: alphabet(
      '\\xdc-\\xdf\\xe1\\xe5\\xe7\\xe9\\xef\\xf0-\\xf4\\xfc',
      '\\xdc-\\xdf\\xe0-\\xfe',
      '\\xc1\\xc5\\xc7\\xc9\\xcf-\\xd4',
      '\\xa2\\xb8-\\xba\\xbc\\xbe-\\xdb',
    ),
    rare: 6,
  },
  cp1254: {
    characters: latin('\\xe2\\xe7\\xee\\xf0\\xf6\\xfb-\\xfe', '\\xc7\\xd0\\xd6\\xdc-\\xde', 9, []),
    rare: 8,
  },
  cp850: { characters: DOS, rare: 3 },
  cp437: { characters: DOS, rare: 4 },
};

/** The bits that explain bytes, one code unit a byte, as text in each encoding, the likeliest first. */
export function likelyEncodings(
  bytes: string,
  candidates: readonly EncodingId[] = ENCODING_IDS,
): readonly { readonly id: EncodingId; readonly bits: number }[] {
  return candidates
    .map((id) => ({ id, bits: informationIn(bytes, TEXT[id]) }))
    .sort((a, b) => a.bits - b.bits);
}

function informationIn(text: string, { characters, rare }: UsualText): number {
  const kinds = characters.map(([bytes]) => `(${bytes})`);
  const costs = [...characters.map(([, bits]) => bits), ASCII_BITS, INVALID_BITS];
  const pattern = new RegExp([...kinds, '([\\x00-\\x7f])', '([^])'].join('|'), 'g');
  let sum = rare;
  for (const [, ...groups] of text.matchAll(pattern)) {
    sum += costs[groups.findIndex((group: string | undefined) => group !== undefined)]!;
  }
  return sum;
}
