import { failure, type ProblemError } from '../base/problem.js';
import type { SafetensorsDamage } from '../base/facts.js';
import { numel, tensor, type DType, type Tensor } from './tensor.js';
import { z } from '../base/zod.js';

/** Names of the element types in the format. */
const NAMES = {
  float32: 'F32',
  int32: 'I32',
  int64: 'I64',
  uint8: 'U8',
  bool: 'BOOL',
} as const satisfies Record<DType, string>;

type Name = (typeof NAMES)[DType];

const ARRAYS = {
  F32: { dtype: 'float32', bytes: 4, view: (b: ArrayBuffer) => new Float32Array(b) },
  I32: { dtype: 'int32', bytes: 4, view: (b: ArrayBuffer) => new Int32Array(b) },
  I64: { dtype: 'int64', bytes: 8, view: (b: ArrayBuffer) => new BigInt64Array(b) },
  U8: { dtype: 'uint8', bytes: 1, view: (b: ArrayBuffer) => new Uint8Array(b) },
  BOOL: { dtype: 'bool', bytes: 1, view: (b: ArrayBuffer) => new Uint8Array(b) },
} as const satisfies Record<Name, unknown>;

/** Tensors by name, with free-form metadata. */
export interface SafetensorsFile {
  readonly tensors: Readonly<Record<string, Tensor>>;
  readonly metadata: Readonly<Record<string, string>>;
}

const MAX_HEADER_BYTES = 100_000_000;

const entrySchema = z.strictObject({
  dtype: z.enum(['F32', 'I32', 'I64', 'U8', 'BOOL']),
  shape: z.array(z.int().min(0)).max(8),
  data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
});
const headerSchema = z.looseObject({ __metadata__: z.record(z.string(), z.string()).default({}) });

/**
 * Writes a safetensors file: header length (8 bytes, little-endian), JSON header, data.
 * https://github.com/huggingface/safetensors#format
 */
export function writeSafetensors(
  tensors: Readonly<Record<string, Tensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const entries: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const [name, { dtype, shape, data }] of Object.entries(tensors)) {
    entries[name] = { dtype: NAMES[dtype], shape, data_offsets: [end, end + data.byteLength] };
    end += data.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(entries));
  // Padded with spaces so that the data starts at a multiple of 8.
  const headerBytes = Math.ceil(json.length / 8) * 8;
  const file = new Uint8Array(8 + headerBytes + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes), true);
  file.fill(0x20, 8, 8 + headerBytes);
  file.set(json, 8);
  let at = 8 + headerBytes;
  for (const { data } of Object.values(tensors)) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return file;
}

/** Reads a safetensors file. Throws `bad-checkpoint` when it is damaged; never reads outside its bounds. */
export function readSafetensors(bytes: Uint8Array): SafetensorsFile {
  const header = readHeader(bytes);
  const start = header.end;
  const { __metadata__: metadata, ...entries } = header.json;
  const tensors = Object.entries(entries).map(([name, raw]): [string, Tensor] => {
    const entry = entrySchema.safeParse(raw);
    if (!entry.success) throw damaged({ how: 'entry', tensor: name });
    const { dtype, shape, data_offsets } = entry.data;
    const [from, to] = data_offsets;
    const kind = ARRAYS[dtype];
    if (to - from !== numel(shape) * kind.bytes || start + to > bytes.length)
      throw damaged({ how: 'data', tensor: name });
    // A separate copy: `slice` of Node's Buffer would share the whole file's memory.
    const copy = new Uint8Array(bytes.subarray(start + from, start + to)).buffer;
    return [name, tensor(kind.dtype, shape, kind.view(copy))];
  });
  return { tensors: Object.fromEntries(tensors), metadata };
}

function readHeader(bytes: Uint8Array): { json: z.output<typeof headerSchema>; end: number } {
  if (bytes.length < 8) throw damaged({ how: 'short' });
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length > MAX_HEADER_BYTES || 8 + length > bytes.length) throw damaged({ how: 'header-length' });
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + length));
    return { json: headerSchema.parse(JSON.parse(text)), end: 8 + length };
  } catch {
    throw damaged({ how: 'header' });
  }
}

function damaged(damage: SafetensorsDamage): ProblemError {
  return failure('bad-checkpoint/safetensors', damage);
}
