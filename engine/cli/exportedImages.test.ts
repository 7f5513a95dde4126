import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseProject } from '../project/parse.js';
import { runLoom } from '../testing/commandLine.js';
import { jsonLines } from '../testing/loom.js';

const SIDE = 16;
const EACH = 6;

let folder: string;
let model: string;

/** A light line on a transparent background, level or upright. */
function drawing(kind: 'level' | 'upright', at: number) {
  const pixels = Uint8Array.from({ length: SIDE * SIDE * 4 }, (_, i) => {
    const pixel = Math.floor(i / 4);
    const place = kind === 'level' ? Math.floor(pixel / SIDE) : pixel % SIDE;
    return i % 4 < 3 || (place >= at && place < at + 3) ? 255 : 0;
  });
  return sharp(pixels, { raw: { width: SIDE, height: SIDE, channels: 4 } }).png();
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loom-exported-images-'));
  for (const kind of ['level', 'upright'] as const) {
    mkdirSync(join(folder, 'lines', kind), { recursive: true });
    for (let i = 0; i < EACH; i++) await drawing(kind, 2 * i).toFile(join(folder, 'lines', kind, `${i}.png`));
  }
  expect((await loom('new', join(folder, 'lines'), '--out', project())).status).toBe(0);
  expect((await loom('train', project(), '--epochs', '3', '--out', join(folder, 'run'))).status).toBe(0);
  model = join(folder, 'run', 'model.onnx');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const project = () => join(folder, 'lines.loom');
const loom = (...args: string[]) => runLoom(args, join(folder, 'data'));

it('small images keep their size, and light drawings lie on black, which the project remembers', () => {
  const { data } = parseProject(readFileSync(project(), 'utf8'));
  expect(data.source).toMatchObject({ side: SIDE, channels: 3, background: '#000000' });
});

it('an image is predicted on the background that the model was trained on', async () => {
  const transparent = join(folder, 'lines', 'level', '2.png');
  const flat = async (background: string) => {
    const path = join(folder, `${background.slice(1)}.png`);
    await sharp(transparent).flatten({ background }).toFile(path);
    return path;
  };
  const images = [transparent, await flat('#000000'), await flat('#ffffff')];
  const answers = jsonLines((await loom('predict', model, ...images, '--json')).stdout);
  const [asIs, onBlack, onWhite] = answers.map(({ probabilities }) => probabilities);
  expect(asIs).toEqual(onBlack);
  expect(asIs).not.toEqual(onWhite);
});

it('training goes on from a file with images that are given, by whatever gives them its classes', async () => {
  const given = join(folder, 'given');
  mkdirSync(join(given, 'a'), { recursive: true });
  mkdirSync(join(given, 'b'));
  const rows = ['level', 'upright'].flatMap((kind) =>
    [0, 1, 2, 3].map((i) => {
      const name = `${i % 2 ? 'a' : 'b'}/${kind}${i}x.png`;
      writeFileSync(join(given, name), readFileSync(join(folder, 'lines', kind, `${i}.png`)));
      return `${name},${kind}`;
    }),
  );
  writeFileSync(join(given, 'labels.csv'), ['image,label', ...rows].join('\n'));
  const goOn = (...more: string[]) => {
    const args = ['train', model, '--epochs', '1', '--no-export', '--json', ...more];
    return runLoom(args, join(folder, 'elsewhere'));
  };
  expect(await goOn('--out', join(folder, 'none'))).toMatchObject({ status: 2 });
  const { status, stdout, stderr } = await goOn('--data', given, '--out', join(folder, 'on'));
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(jsonLines(stdout)[0]).toMatchObject({ event: 'start' });

  rmSync(join(given, 'labels.csv'));
  const other = await goOn('--data', given, '--out', join(folder, 'other'));
  expect(other.status).toBe(2);
  expect(other.stdout).toMatch(/level/);
});
