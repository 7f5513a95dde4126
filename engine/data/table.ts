import { LoomError } from '../errors.js';
import { tensor, type TensorOf } from '../graph/tensor.js';
import { unknownName } from '../project/names.js';

/** Numbers in named columns of equal length. */
export interface Table {
  readonly name: string;
  readonly columns: Readonly<Record<string, readonly number[]>>;
}

/** Chosen columns side by side, `[rows, columns]`. Throws `bad-project` for a column that does not exist. */
export function selectColumns(table: Table, names: readonly string[], where: string): TensorOf<'float32'> {
  const columns = names.map((name, i) => {
    const column = table.columns[name];
    if (!column) {
      const message = `${where}[${i}]: ${unknownName('column', name, Object.keys(table.columns))}`;
      throw new LoomError('bad-project', message, { where: `${where}[${i}]` });
    }
    return column;
  });
  const rows = columns[0]!.length;
  const values = Float32Array.from({ length: rows * columns.length }, (_, i) => {
    return columns[i % columns.length]![Math.floor(i / columns.length)]!;
  });
  return tensor('float32', [rows, columns.length], values);
}
