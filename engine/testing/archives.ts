import { deflateRawSync } from 'node:zlib';
import { crc32 } from '../io/import/crc32.js';

/** An entry of an archive that a test creates; its metadata may be false. */
interface MadeEntry {
  readonly path: string;
  readonly bytes: Uint8Array | string;
  /** Marks the entry as encrypted. */
  readonly encrypted?: boolean;
  /** Its Unix mode, such as that of a link. */
  readonly mode?: number;
  /** The unpacked size that the archive declares. */
  readonly declared?: number;
  readonly method?: number;
  /** The type in a tar archive. */
  readonly type?: string;
}

const bytesOf = (contents: Uint8Array | string) => Buffer.from(contents as string);

/** A zip archive. */
export function zipOf(entries: readonly MadeEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { path, bytes, encrypted = false, mode = 0, declared, method = 8 } of entries) {
    const data = bytesOf(bytes);
    const packed = method === 8 ? deflateRawSync(data) : data;
    const name = Buffer.from(path);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    const record = Buffer.alloc(46);
    record.writeUInt32LE(0x02014b50, 0);
    record.writeUInt8(3, 5);
    record.writeUInt16LE(0x800 | (encrypted ? 1 : 0), 8);
    record.writeUInt16LE(method, 10);
    record.writeUInt32LE(crc32(data), 16);
    record.writeUInt32LE(packed.length, 20);
    record.writeUInt32LE(declared ?? data.length, 24);
    record.writeUInt16LE(name.length, 28);
    record.writeUInt16LE(mode, 40);
    record.writeUInt32LE(at, 42);
    directory.push(record, name);
    parts.push(local, name, packed);
    at += local.length + name.length + packed.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, central, end]);
}

/** A tar archive. */
export function tarOf(entries: readonly MadeEntry[]): Buffer {
  const parts = entries.flatMap(({ path, bytes, type = '0', declared }) => {
    // Only files have contents.
    const data = bytesOf(type === '0' ? bytes : '');
    const header = Buffer.alloc(512);
    header.write(path, 0, 100);
    header.write(`${(declared ?? data.length).toString(8).padStart(11, '0')} `, 124);
    header.write('        ', 148);
    header.write(type, 156);
    header.write('ustar\u000000', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\u0000 `, 148);
    return [header, data, Buffer.alloc((512 - (data.length % 512)) % 512)];
  });
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}
