/** Encodings of text tables and of names in archives, the likelier first. */
export const ENCODINGS = [
  { id: 'utf-8', title: 'UTF-8' },
  { id: 'utf-16le', title: 'UTF-16 LE' },
  { id: 'utf-16be', title: 'UTF-16 BE' },
  { id: 'cp1252', title: 'Western European (CP1252)' },
  { id: 'shift_jis', title: 'Japanese (Shift-JIS)' },
  { id: 'cp949', title: 'Korean (CP949, EUC-KR)' },
  { id: 'gb18030', title: 'Chinese, simplified (GB18030, GBK)' },
  { id: 'big5', title: 'Chinese, traditional (Big5)' },
  { id: 'euc-jp', title: 'Japanese (EUC-JP)' },
  { id: 'cp1251', title: 'Cyrillic (CP1251)' },
  { id: 'cp866', title: 'Cyrillic, DOS (CP866)' },
  { id: 'koi8-r', title: 'Cyrillic (KOI8-R)' },
  { id: 'cp1250', title: 'Central European (CP1250)' },
  { id: 'cp1253', title: 'Greek (CP1253)' },
  { id: 'cp1254', title: 'Turkish (CP1254)' },
  { id: 'cp850', title: 'Western European, DOS (CP850)' },
  { id: 'cp437', title: 'American, DOS (CP437)' },
] as const;

/** The name of a character encoding. */
export type EncodingId = (typeof ENCODINGS)[number]['id'];

/** The ids of all encodings. */
export const ENCODING_IDS = ENCODINGS.map(({ id }) => id);

/** An encoding's name for people. */
export const encodingTitle = (wanted: EncodingId): string => ENCODINGS.find(({ id }) => id === wanted)!.title;
