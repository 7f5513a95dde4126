import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runLoom } from './testing/commandLine.js';
import { example, jsonLines, readExample } from './testing/loom.js';

let folder: string;

beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'loom-cli-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const loom = (...args: string[]) => runLoom(args);

describe('train', () => {
  it('goes from the project file to a proved ONNX file and leaves nothing else behind', async () => {
    const out = join(folder, 'run');
    const { status, stdout } = await loom(
      'train',
      example('thermometer-linear'),
      '--epochs',
      '5',
      '--out',
      out,
      '--json',
      '--log-steps',
      '2',
    );
    expect(status).toBe(0);
    const events = jsonLines(stdout);
    expect(events.map(({ event }) => event)).toEqual([
      'start',
      'step',
      'epoch',
      'step',
      'epoch',
      'epoch',
      'epoch',
      'epoch',
      'done',
    ]);
    expect(events[0]).toMatchObject({ parameters: 2, trainCount: 9, validationCount: 2, stepsPerEpoch: 1 });
    expect(events.at(-1)).toMatchObject({ reason: 'finished', certificate: { images: 2 } });
    expect(readdirSync(out).sort()).toEqual([
      'checkpoint.previous.safetensors',
      'checkpoint.safetensors',
      'health.safetensors',
      'model.onnx',
      'run.json',
    ]);
    // onnxruntime's telemetry would have written a device id and a database here.
    expect(readdirSync(folder)).toEqual(['run']);

    const verified = await loom('verify', join(out, 'model.onnx'), '--json');
    expect(verified.status).toBe(0);
    expect(jsonLines(verified.stdout)[0]).toMatchObject({ certificate: { images: 2 } });
  });

  it('goes on with --resume where the run ended', async () => {
    const out = join(folder, 'resumed');
    const whole = join(folder, 'whole');
    const file = example('thermometer-linear');
    expect((await loom('train', file, '--epochs', '4', '--out', out, '--no-export')).status).toBe(0);
    expect((await loom('train', file, '--epochs', '9', '--out', out, '--no-export', '--resume')).status).toBe(
      0,
    );
    expect((await loom('train', file, '--epochs', '9', '--out', whole, '--no-export')).status).toBe(0);
    const losses = (run: string) => {
      const record = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8')) as {
        epochs: { trainLoss: number }[];
      };
      return record.epochs.map(({ trainLoss }) => trainLoss);
    };
    expect(losses(out)).toEqual(losses(whole));
  });

  it('never puts a run in the place of another', async () => {
    const out = join(folder, 'precious');
    const file = example('thermometer-linear');
    expect((await loom('train', file, '--epochs', '2', '--out', out, '--no-export')).status).toBe(0);
    const before = readFileSync(join(out, 'run.json'), 'utf8');
    const { status, stderr } = await loom('train', file, '--epochs', '3', '--out', out);
    expect(status).toBe(2);
    expect(stderr).toMatch(/contains a run already.*\n.*--resume.*--out/);
    expect(readFileSync(join(out, 'run.json'), 'utf8')).toBe(before);
  });

  it('proves a model of a table that is taken as it is', async () => {
    const project = readExample('thermometer-linear');
    project.data.transforms = [];
    project.training.optimizer['lr'] = 1e-5;
    const file = join(folder, 'as-it-is.loom');
    writeFileSync(file, JSON.stringify(project));
    const { status, stdout } = await loom(
      'train',
      file,
      '--epochs',
      '3',
      '--out',
      join(folder, 'plain'),
      '--json',
    );
    expect(status).toBe(0);
    expect(jsonLines(stdout).at(-1)).toMatchObject({ certificate: { images: 2 } });
  });

  it('knows the birds example, also where there are no images', async () => {
    const noData = join(folder, 'no-data');
    const { status, stdout } = await runLoom(['summary', example('birds-vs-airplanes')], noData);
    expect(status).toBe(0);
    expect(stdout).toContain('1,574,402');
    expect(stdout).toContain('6.01 MB');
  });
});
