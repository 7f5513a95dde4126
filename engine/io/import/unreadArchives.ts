import { failure } from '../../base/problem.js';
import { beginning, PROBE_BYTES, type ContainerKind } from './container.js';

/** First bytes of the archives and compressed files that are not read. */
const SIGNATURES: readonly (readonly [name: string, first: readonly number[]])[] = [
  ['7z', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['RAR', [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['Zstandard', [0x28, 0xb5, 0x2f, 0xfd]],
];

function kindOf(head: Uint8Array) {
  return SIGNATURES.find(([, first]) => first.every((byte, i) => head[i] === byte))?.[0] ?? null;
}

/** Archives that are refused by name, so that people know what to do. */
export const unreadArchives: ContainerKind = {
  recognizes: (head) => head !== null && kindOf(head) !== null,
  open: async (path) => {
    const name = kindOf(await beginning(path, PROBE_BYTES))!;
    throw failure('bad-data/archive-kind', { name });
  },
};
