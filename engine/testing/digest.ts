import { createHash } from 'node:crypto';

/** The part of a large array that a fixture stores: enough to prove that two are equal bit for bit. */
export interface Digest {
  readonly size: number;
  readonly first: readonly number[];
  /** Hexadecimal, over the little-endian bytes. */
  readonly sha256: string;
}

/** The digest of `data` with as many first elements as `like` has, for comparison with it. */
export function digestLike(like: Digest, data: Float32Array | Uint32Array): Digest {
  return {
    size: data.length,
    first: Array.from(data.subarray(0, like.first.length)),
    sha256: createHash('sha256').update(data).digest('hex'),
  };
}
