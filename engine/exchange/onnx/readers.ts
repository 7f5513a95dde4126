import type { InputColumn } from '../../data/preparedTable.js';

/** A program that opens exported files, and its oldest version with which `npm run readers` tries them. */
export interface Reader {
  readonly name: string;
  readonly from: string;
}

/** Readers in the order of docs/readers.md; null where none can open files that encode texts, or fill empty cells. */
const READERS: readonly {
  readonly name: string;
  readonly from: string;
  readonly filling?: string | null;
  readonly texts: string | null;
}[] = [
  { name: 'onnxruntime', from: '1.15', texts: '1.15' },
  { name: 'onnxruntime-web', from: '1.17', texts: '1.17' },
  { name: 'OpenCV DNN', from: '4.8', filling: '5.0', texts: null },
  { name: 'onnx2torch', from: '1.5', texts: null },
  { name: 'OpenVINO', from: '2026.4', texts: null },
];

/** The programs that open a file, with their oldest versions; `columns` are its inputs if it has a table's. */
export function readersOf(columns: readonly InputColumn[] | null): readonly Reader[] {
  const texts = columns?.some((column) => column.texts) ?? false;
  const filling = columns?.some(({ fill }) => fill !== null) ?? false;
  return READERS.flatMap((reader) => {
    const from = texts
      ? reader.texts
      : filling && reader.filling !== undefined
        ? reader.filling
        : reader.from;
    return from === null ? [] : [{ name: reader.name, from }];
  });
}
