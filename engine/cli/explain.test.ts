import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Explained } from '../jobs/explain.js';
import { runLoom } from '../testing/commandLine.js';
import { saveTestImage } from '../testing/imports.js';
import { example, jsonLines } from '../testing/loom.js';

let folder: string;
let birds: string;
let thermometer: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loom-explain-'));
  const trained = async (name: string, epochs: string) => {
    const out = join(folder, name);
    expect((await loom('train', example(name), '--epochs', epochs, '--out', out)).status).toBe(0);
    return join(out, 'model.onnx');
  };
  birds = await trained('birds-vs-airplanes', '1');
  thermometer = await trained('thermometer-tanh', '200');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const loom = (...args: string[]) => runLoom(args);
const explained = async (...args: string[]) => {
  const { stdout, stderr } = await loom('explain', ...args, '--json');
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Explained;
};

const relative = ({ sum, output, contributions }: Explained) =>
  Math.abs(sum - output) / contributions.reduce((total, { product }) => total + Math.abs(product), 0);

it('adds the 3072 inputs of a hidden unit up, for a row and for an image of any size', async () => {
  const unit = ['--layer', '1', '--unit', '511'];
  const ofRow = await explained(birds, '--row', '99', ...unit);
  expect(ofRow).toMatchObject({ layer: '1', type: 'Linear', unit: [511], constant: { kind: 'bias' } });
  expect(ofRow.contributions.length).toBeGreaterThan(3000);
  expect(relative(ofRow)).toBeLessThan(1e-6);
  // The test images follow the 50,000 training images.
  const same = await saveTestImage(folder, 3);
  expect(await explained(birds, same, ...unit)).toEqual(await explained(birds, '--row', '50003', ...unit));
  const large = join(folder, 'large.png');
  await sharp(same).resize(80, 120).toFile(large);
  const ofImage = await explained(birds, large, ...unit);
  expect(relative(ofImage)).toBeLessThan(1e-6);
  // The weights belong to the unit, not to the sample.
  const weightOf = (one: Explained) => one.contributions.find(({ index }) => index[0] === 7)?.weight;
  expect(weightOf(ofImage)).toBe(weightOf(ofRow));
  expect(ofImage.constant).toEqual(ofRow.constant);
});

it('shows the largest contributions, and the others as one number', async () => {
  const { stdout, status } = await loom('explain', birds, '--row', '3', '--layer', '1', '--unit', '0');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^\d,?\d* others/m);
  expect(stdout).toMatch(/^sum +-?\d/m);
  const { contributions, constant } = await explained(
    thermometer,
    '--row',
    '3',
    '--layer',
    'hidden_activation',
    '--unit',
    '1',
  );
  expect(contributions).toHaveLength(1);
  expect(constant.kind).toBe('rest');
});

it.each([
  [() => [birds, '--row', '0', '--layer', 'nothing', '--unit', '0'], /no layer "nothing".*0, 1, 2, 3, 4/],
  [() => [birds, '--row', '0', '--layer', '1', '--unit', '512'], /shape \[512\].*from 0 to 511/],
  [() => [birds, '--row', '0', '--layer', '1', '--unit', '1,2,3'], /no unit 1,2,3/],
  [() => [birds, '--row', '0', '--layer', '1', '--unit', 'x'], /--unit.*got "x"/],
  [() => [birds, '--row', '99999', '--layer', '1', '--unit', '0'], /--row: .*to \d+, got "99999"/],
  [() => [birds, '--row', '0', '--unit', '0'], /--layer is required/],
  [() => [birds, '--layer', '1', '--unit', '0'], /Expected file and an image or --row\..*\n.*Usage/],
  [() => [example('thermometer-tanh'), '--row', '0', '--layer', '1', '--unit', '0'], /thermometer-tanh/],
])('refuses what it cannot explain: %#', async (args, message) => {
  const { status, stderr } = await loom('explain', ...args());
  expect(stderr).toMatch(message);
  expect(status).toBe(2);
});

it('names the problem to programs', async () => {
  const { stdout } = await loom('explain', birds, '--row', '0', '--layer', '9', '--unit', '0', '--json');
  expect(jsonLines(stdout)).toMatchObject([{ event: 'error', problem: 'bad-argument/layer' }]);
});
