import iconv from 'iconv-lite';
import { expect, it } from 'vitest';
import type { EncodingId } from '../data/encodings.js';
import { decodeText } from './decodeText.js';

const bytes = (text: string, encoding: string) => new Uint8Array(iconv.encode(text, encoding));

const TEXTS: readonly (readonly [encoding: EncodingId, text: string])[] = [
  ['utf-8', 'name,prix\nThéo,5 €\n'],
  ['utf-8', '지역,가격\n서울,1\n'],
  ['utf-8', 'a,b\n1,2\n'],
  ['utf-16le', 'a\tb\n1\t2\n'],
  ['utf-16be', '지역;가격\n서울;1,5\n부산;2\n'],
  ['cp949', '가격,면적\n1,2\n'],
  ['cp949', '행정구역,총인구수\n"서울특별시 종로구","1,234"\n펲시콜라,뷁\n'],
  ['cp949', '성별,키\n남,1\n여,2\n'],
  ['cp949', 'ID,이름\n1,김\n2,이\n'],
  ['cp949', 'Q1 매출,Q2 매출\n1,2\n'],
  ['gb18030', '性别\n男\n女\n'],
  ['cp1252', 'Weiß,Süß\nÄrger,Über\n'],
  ['cp1252', 'çà et là,déjà vu\nNoël,œuvre\n'],
  ['cp1252', 'x,5 £\nµm,±3\n'],
  ['cp949', '시도,온도(℃)\n강원,3\n'],
  ['shift_jis', '都道府県,人口\n東京,1\n大阪,2\n'],
  ['shift_jis', 'なまえ,カテゴリー\nすし,１２\n'],
  ['shift_jis', '商品名,ﾃﾞｰﾀ\nﾃｽﾄ,1\n表,2\n能力,3\n'],
  ['gb18030', '城市,价格\n北京,1\n上海,2\n'],
  ['gb18030', '姓名,年龄,性别\n张三,18,男\n'],
  ['big5', '城市,價格\n臺北,1\n高雄,2\n'],
  ['euc-jp', '都道府県,人口\nとうきょう,1\n大阪,2\n'],
  ['cp1252', 'Größe;Preis\n1,5;3 €\n'],
  ['cp1252', 'prix;surface\n1\u00a0250,50;30\n2\u00a0300,00;40\n990,10\u00a0€;7\n'],
  ['cp1252', 'name,temp °C\nA,3\n'],
  ['cp1252', 'né,à\nÉcole,1\n'],
  ['cp1252', 'señor,mañana\nniño,“uno”\nit’s,caf\xe9\n'],
  ['cp1252', 'Ærø,å\nSmørrebrød,1\n'],
  ['cp1252', 'um² – x\n1\n'],
  ['cp1251', 'город,цена\nМосква,1\nСанкт-Петербург,2\n'],
  ['cp1251', 'ЦЕНА,ПЛОЩАДЬ\n1,2\n'],
  ['koi8-r', 'город,цена\nМосква,1\nСанкт-Петербург,2\n'],
  ['cp1250', 'imię,wiek\nŁukasz,3\nzażółć gęślą jaźń,1\n'],
  ['cp1250', 'město,příjmení\nPlzeň,šťastný\n'],
  ['cp1253', 'Πόλη,τιμή\nΑθήνα,1\nΘεσσαλονίκη,2\n'],
  ['cp1254', 'şehir,nüfus\nİstanbul,1\nIğdır,2\nDiyarbakır,3\n'],
  ['cp1252', `Teil;Preis\n${Array.from({ length: 20 }, (_, i) => `${i};${i},50 €\n`).join('')}`],
  ['shift_jis', `商品,数\n${Array.from({ length: 20 }, (_, i) => `品${i % 3},${i}\n`).join('')}`],
  ['cp850', 'Größe;Länge\nfünf;1\n'],
];

it.each(TEXTS)('recognizes %s: %j', (encoding, text) => {
  expect(decodeText(bytes(text, encoding))).toEqual({ text, encoding, broken: null });
});

it('a byte order mark decides, and is not part of the text', () => {
  expect(decodeText(Uint8Array.of(0xff, 0xfe, 0x61, 0))).toEqual({
    text: 'a',
    encoding: 'utf-16le',
    broken: null,
  });
  expect(decodeText(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61)).text).toBe('a');
});

it('a few broken bytes do not change the encoding, and are counted with the line of the first', () => {
  const text = `지역,가격\n${'서울,1\n'.repeat(20)}`;
  const damaged = Buffer.concat([Buffer.from(text), Buffer.from([0xec, 0x84, 0x2c, 0x31, 0x0a])]);
  expect(decodeText(damaged)).toMatchObject({ encoding: 'utf-8', broken: { count: 1, line: 22 } });
});

it('a chosen encoding is used', () => {
  const korean = bytes('지역,가격\n서울,1\n', 'cp949');
  expect(decodeText(korean, 'cp1252').text).toContain('Áö¿ª');
});
