import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runLoom } from '../testing/commandLine.js';
import { type ProjectJson, readExample, root } from '../testing/loom.js';

let folder: string;

beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'loom-refused-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const loom = (...args: string[]) => runLoom(args);

/** Ways to break the birds example, and the expected messages. */
const BROKEN: readonly (readonly [string, (project: ProjectJson) => void, RegExp])[] = [
  [
    'an unknown layer',
    (p) => (p.model.layers[2]!.type = 'Tahn'),
    /layers\[2\]\.type: There is no layer "Tahn".*Did you mean "Tanh"/,
  ],
  [
    'an unknown field',
    (p) => (p.model.layers[1]!.params['out_feature'] = 3),
    /layers\[1\]\.params: Unknown field "out_feature"/,
  ],
  [
    'a wrong type',
    (p) => (p.model.layers[1]!.params['bias'] = 'yes'),
    /layers\[1\]\.params\.bias: Expected true or false, got "yes"/,
  ],
  [
    'shapes that do not fit',
    (p) => (p.model.layers[3]!.params['in_features'] = 256),
    /Layer "3" \(Linear\): in_features should be 512/,
  ],
  [
    'the wrong number of outputs',
    (p) => (p.model.layers[3]!.params['out_features'] = 3),
    /output is \[B, 3\], but 2 classes require \[B, 2\]/,
  ],
  [
    'a loss that does not match the last layer',
    (p) => p.model.layers.pop(),
    /NLLLoss needs LogSoftmax as the last layer/,
  ],
  ['an unknown class', (p) => (p.data.classes[1] = 'brid'), /data\.classes\[1\]: .*Did you mean "bird"/],
  [
    'a model too large for any file',
    (p) => {
      p.model.layers[1]!.params['out_features'] = 1_000_000;
      p.model.layers[3]!.params['in_features'] = 1_000_000;
    },
    /Layer "1" \(Linear\): The model has 3,075,000,002 parameters; at most 536,870,911 fit/,
  ],
  [
    'incompatible optimizer settings',
    (p) => (p.training.optimizer['nesterov'] = true),
    /training\.optimizer: SGD: nesterov looks ahead by the momentum, which is 0. Set momentum/,
  ],
  [
    'a last batch too small for the model',
    (p) => {
      p.data.limitPerClass = 33;
      const norm = { id: 'norm', name: 'norm', type: 'BatchNorm1d', params: { num_features: 512 } };
      p.model.layers.splice(2, 0, norm);
      p.training.batchSize = 13;
    },
    /Layer "norm" \(BatchNorm1d\)/,
  ],
  ['no classes', (p) => (p.data.classes = []), /data\.classes/],
  ['a batch size of 0', (p) => (p.training.batchSize = 0), /training\.batchSize: Expected at least 1, got 0/],
  [
    'two layers with the same name',
    (p) => (p.model.layers[1]!.name = '0'),
    /layers\[1\]\.name: Two layers have the name "0"/,
  ],
  [
    'a layer name that PyTorch refuses',
    (p) => (p.model.layers[1]!.name = 'train'),
    /layers\[1\]\.name: PyTorch's modules already have a member "train"\. Use another name, such as "train_layer"/,
  ],
  ['images without ToTensor', (p) => (p.data.transforms = []), /data\.transforms: .*ToTensor/],
  [
    'statistics for another number of channels',
    (p) => (p.data.transforms[1]!['mean'] = [0.5]),
    /data\.transforms\[1\]: There are 3 channels: enter 3 numbers, not 1, for mean\./,
  ],
  [
    'an unknown learning rate schedule',
    (p) => (p.training.schedule = { type: 'StepLr' }),
    /training\.schedule\.type: .*StepLR/,
  ],
  ['a newer version', (p) => (p.version = 99), /version 99.*Update Layerloom/],
];

describe('invalid input exits with status 2, reports what is wrong and where, and writes nothing', () => {
  it.each(BROKEN)('%s', async (what, breakIt, message) => {
    const project = readExample('birds-vs-airplanes');
    breakIt(project);
    const file = join(folder, 'broken.loom');
    const out = join(folder, 'never');
    writeFileSync(file, JSON.stringify(project));
    const { status, stderr } = await loom('train', file, '--out', out);
    expect(stderr, what).toMatch(message);
    expect(status).toBe(2);
    expect(readdirSync(folder)).not.toContain('never');
  });

  it.each([
    ['a missing file', ['train', 'nowhere.loom'], /nowhere\.loom: There is no such file/],
    ['a file that is not JSON', ['train', join(root, 'LICENSE')], /is not JSON/],
    ['an unknown command', ['trian'], /Did you mean "train"/],
    ['an unknown option', ['train', 'x.loom', '--fast'], /--fast/],
    [
      'a bad number',
      ['train', 'assets/examples/thermometer-linear.loom', '--epochs', '0'],
      /--epochs: Expected a whole number from 1 to 1000000, got "0"/,
    ],
    [
      'too many threads',
      ['train', 'assets/examples/thermometer-linear.loom', '--threads', '100000'],
      /--threads: Expected a whole number from 1 to 256, got "100000"/,
    ],
    [
      'a limit of gradients below 0',
      ['train', 'assets/examples/thermometer-linear.loom', '--clip-norm', '-1'],
      /--clip-norm: Expected a number from 1e-9 to 1000000000, got "-1"/,
    ],
    [
      'two limits of gradients',
      ['train', 'assets/examples/thermometer-linear.loom', '--clip-norm', '1', '--clip-value', '1'],
      /only one of --clip-norm, --clip-value/,
    ],
    [
      'a folder that cannot be created',
      ['train', 'assets/examples/thermometer-linear.loom', '--out', '/proc/run'],
      /Cannot write to this folder: .*\n.*--out/,
    ],
    ['a file that is not ONNX', ['verify', join(root, 'LICENSE')], /cannot be read as an ONNX model/],
    ['a folder without a run', ['export', root, '--out', 'x.onnx'], /contains no trained model/],
  ])('%s', async (_, args, message) => {
    const { status, stderr } = await loom(
      ...args.map((arg) => (arg.startsWith('assets/') ? join(root, arg) : arg)),
    );
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });

  it('a learning rate that leads to NaN: stops, and the record says why; with limited gradients it goes on', async () => {
    const project = readExample('thermometer-linear');
    project.training.optimizer['lr'] = 1;
    const file = join(folder, 'wild.loom');
    const out = join(folder, 'wild');
    writeFileSync(file, JSON.stringify(project));
    const { status, stderr } = await loom('train', file, '--out', out);
    expect(status).toBe(2);
    expect(stderr).toMatch(/diverged in epoch \d+.*step \d+/);
    expect(JSON.parse(readFileSync(join(out, 'run.json'), 'utf8'))).toMatchObject({
      status: 'failed',
      error: { code: 'diverged/training' },
    });
    const clipped = join(folder, 'clipped');
    expect(
      await loom('train', file, '--epochs', '300', '--clip-norm', '0.1', '--out', clipped),
    ).toMatchObject({ status: 0 });
    expect(JSON.parse(readFileSync(join(clipped, 'run.json'), 'utf8'))).toMatchObject({
      project: { training: { clip: { type: 'clip_grad_norm_', max_norm: 0.1 } } },
    });
  });
});
