import iconv from 'iconv-lite';
import { expect, it } from 'vitest';
import type { EncodingId } from '../../data/encodings.js';
import { crc32, zipNames } from './zip.js';

const record = (hex: string, generalPurposeBitFlag = 0) => ({
  fileNameRaw: Buffer.from(hex, 'hex'),
  generalPurposeBitFlag,
  extraFields: [],
});

/** Names and their bytes as Python's codecs write them. */
const CASES: readonly (readonly [encoding: string, names: readonly string[], bytes: readonly string[]])[] = [
  ['shift_jis', ['猫/写真.png', '犬/表.png'], ['944c2f8eca905e2e706e67', '8ca22f955c2e706e67']],
  ['euc-kr', ['고양이/1.png', '강아지/a.png'], ['b0edbee7c0cc2f312e706e67', 'b0adbec6c1f62f612e706e67']],
  ['gbk', ['猫/图片.png', '狗/这里.png'], ['c3a82fcdbcc6ac2e706e67', 'b9b72fd5e2c0ef2e706e67']],
  [
    'cp437',
    ['Löwe/1.png', 'Bär/1.png', 'Füchse/Öl.png'],
    ['4c9477652f312e706e67', '4284722f312e706e67', '4681636873652f996c2e706e67'],
  ],
  ['cp437', ['café/éléphant.png', 'été/1.png'], ['636166822f826c827068616e742e706e67', '8274822f312e706e67']],
  ['utf-8', ['고양이/1.png', 'Löwe/2.png'], ['eab3a0ec9691ec9db42f312e706e67', '4cc3b677652f322e706e67']],
  ['cp437', ['Größe/Äpfel.png'], ['477294e1652f8e7066656c2e706e67']],
  ['gbk', ['猫/1.png', '狗/1.png'], ['c3a82f312e706e67', 'b9b72f312e706e67']],
  ['gbk', ['好/1.png', '坏/1.png'], ['bac32f312e706e67', 'bbb52f312e706e67']],
  ['big5', ['貓/1.png', '狗/1.png'], ['bfdf2f312e706e67', 'aaaf2f312e706e67']],
  ['cp866', ['кошки/1.png', 'собаки/1.png'], ['aaaee8aaa82f312e706e67', 'e1aea1a0aaa82f312e706e67']],
  ['cp850', ['Äpfel/1.png', 'maçã/1.png'], ['8e7066656c2f312e706e67', '6d6187c62f312e706e67']],
];

it.each(CASES)('names in %s without a declaration are recognized: %j', (_, names, bytes) => {
  expect(zipNames(bytes.map((hex) => record(hex))).names).toEqual(names);
});

it('other encodings in which the names are text are told, and one of them can be chosen', () => {
  const records = [record('bacfb8f12f312e706e67'), record('b2bbbacfb8f12f312e706e67')];
  const { names, encoding } = zipNames(records);
  expect([names[0], encoding]).toEqual(['合格/1.png', { id: 'gb18030', plausible: ['cp949', 'big5'] }]);
  const chosen = zipNames(records, 'cp949');
  expect([chosen.names[0], chosen.encoding]).toEqual(['북목/1.png', { id: 'cp949', plausible: [] }]);
  expect(zipNames([record('612e706e67')]).encoding).toBeNull();
});

it('a declared name is used as declared', () => {
  const utf8 = Buffer.from('猫.png');
  expect(zipNames([record(utf8.toString('hex'), 0x800), record('6182622e706e67')]).names).toEqual([
    '猫.png',
    'aéb.png',
  ]);
  const raw = Buffer.from('?.png');
  const data = Buffer.concat([Buffer.alloc(5, 1), utf8]);
  data.writeUInt32LE(crc32(raw), 1);
  const renamed = { fileNameRaw: raw, generalPurposeBitFlag: 0, extraFields: [{ id: 0x7075, data }] };
  expect(zipNames([renamed]).names).toEqual(['猫.png']);
  data.writeUInt32LE(0, 1);
  expect(zipNames([renamed]).names).toEqual(['?.png']);
});

/** The names of all countries and languages that Unicode's data (CLDR) has in a language, without signs. */
function names(language: string): string[] {
  const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(65 + i));
  const codes = letters.flatMap((one) => letters.map((other) => one + other));
  const regions = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
  const languages = new Intl.DisplayNames([language], { type: 'language', fallback: 'none' });
  const found = codes.flatMap((code) =>
    [regions.of(code) ?? [], languages.of(code.toLowerCase()) ?? []].flat(),
  );
  return [...new Set(found)].map((name) => name.replace(/[()（）·・, ]/g, ''));
}

it.each<[string, EncodingId]>([
  ['ko', 'cp949'],
  ['ja', 'shift_jis'],
  ['zh-Hans', 'gb18030'],
  ['zh-Hant', 'big5'],
  ['ru', 'cp866'],
  ['fr', 'cp850'],
])(
  'a name of a country or language in %s is read rightly, or its encoding is among those that are asked',
  (language, id) => {
    const wrong = names(language).filter((name) => {
      const raw = iconv.encode(name, id);
      if (!/[\x80-\uffff]/.test(name) || iconv.decode(raw, id) !== name) return false;
      const { names: read, encoding } = zipNames([record(raw.toString('hex'))]);
      return read[0] !== name && !encoding!.plausible.includes(id);
    });
    expect(wrong).toEqual([]);
  },
);
