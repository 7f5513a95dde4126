import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../backends/reference.js';
import { openSession } from '../../backends/onnxruntime/session.js';
import { pipeline, targetPipeline } from '../../data/transforms/index.js';
import { tensor } from '../../tensor/tensor.js';
import { lossOf } from '../../nn/losses/index.js';
import { bindModel } from '../../nn/model/bind.js';
import { Mt19937 } from '../../random/torch.js';
import { expectClose, wave } from '../../testing/numbers.js';
import { refusal } from '../../testing/problems.js';
import type { SampleSource } from '../../train/source.js';
import { initialTensors } from '../../train/state.js';
import {
  exportGraph,
  exportModel,
  naturalOutput,
  type OutputChoice,
  type TrainedModel,
} from './exportModel.js';
import { importModel } from './importModel.js';

interface SmallOptions {
  readonly activation?: string;
  readonly loss?: string;
  readonly outputs?: number;
}

function smallModel(
  last: string | null,
  { activation = 'SiLU', loss = 'NLLLoss', outputs = 3 }: SmallOptions = {},
): TrainedModel {
  const source: SampleSource = {
    samples: tensor(
      'uint8',
      [5, 3, 4, 4],
      Uint8Array.from({ length: 240 }, (_, i) => (i * 37) % 256),
    ),
    targets: tensor('int32', [5], new Int32Array(5)),
    train: Uint32Array.of(0),
    validation: Uint32Array.of(1),
    holdOut: 0,
    classNames: ['a', 'b', 'c'].slice(0, Math.max(2, outputs)),
    columns: null,
    augment: null,
    targetPipeline: targetPipeline([], null),
    transform: pipeline(
      [{ type: 'ToTensor' }, { type: 'Normalize', mean: [0.5, 0.4, 0.3], std: [0.2, 0.3, 0.4] }],
      'images',
    ),
  };
  const model = bindModel(
    [
      { id: 'a', name: 'flatten', type: 'Flatten', params: {} },
      { id: 'b', name: 'hidden', type: 'Linear', params: { out_features: 7 } },
      { id: 'c', name: 'act', type: activation, params: {} },
      { id: 'd', name: 'scores', type: 'Linear', params: { out_features: outputs } },
      ...(last ? [{ id: 'e', name: 'last', type: last, params: { dim: 1 } }] : []),
    ],
    ['batch', 3, 4, 4],
  );
  const tensors = initialTensors(model, Mt19937.fromSeed(3));
  return { model, source, loss: { definition: lossOf(loss), params: {} }, tensors };
}

const OUTPUTS: readonly OutputChoice[] = ['logits', 'log_probabilities', 'probabilities', 'prediction'];

describe.each(['LogSoftmax', 'Softmax', null])('a model that ends in %s', (last) => {
  it.each(OUTPUTS)(
    'exports %s, on which onnxruntime and the reference kernels agree, for two batch sizes',
    async (output) => {
      const trained = smallModel(last);
      const session = await openSession(exportModel(trained, 'tensor', output, {}), 1);
      for (const batch of [1, 5]) {
        const inputs = { input: wave([batch, 3, 4, 4]) };
        const expected = evaluate(exportGraph(trained, 'tensor', output), inputs)[output]!;
        const found = (await session.run(inputs))[output]!;
        expect(found.shape).toEqual(expected.shape);
        expect(found.shape).toEqual(output === 'prediction' ? [batch] : [batch, 3]);
        expectClose(Array.from(found.data, Number), Array.from(expected.data, Number), {
          relative: 1e-5,
          absolute: 1e-5,
        });
      }
      await session.dispose();
    },
  );
});

describe('a model with one logit for two classes', () => {
  const trained = smallModel(null, { loss: 'BCEWithLogitsLoss', outputs: 1 });
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  const FROM_LOGIT: Readonly<Record<string, (x: number) => number>> = {
    logits: (x) => x,
    log_probabilities: (x) => Math.log(sigmoid(x)),
    probabilities: sigmoid,
    prediction: (x) => Number(x > 0),
  };

  it.each(OUTPUTS)('exports %s of the second class', async (output) => {
    const inputs = { input: wave([5, 3, 4, 4], 3) };
    const logits = evaluate(exportGraph(trained, 'tensor', 'logits'), inputs)['logits']!;
    const expected = Array.from(logits.data, Number).map(FROM_LOGIT[output]!);
    const session = await openSession(exportModel(trained, 'tensor', output, {}), 1);
    const found = (await session.run(inputs))[output]!;
    await session.dispose();
    expect(found.shape).toEqual(output === 'prediction' ? [5] : [5, 1]);
    expectClose(Array.from(found.data, Number), expected, { relative: 1e-5, absolute: 1e-5 });
  });
});

describe.each([
  ['Sigmoid', 'BCELoss', 1],
  ['Hardsigmoid', 'BCELoss', 1],
  ['Softmin', 'CrossEntropyLoss', 3],
])('a model that ends in %s', (last, loss, outputs) => {
  const trained = smallModel(last, { loss, outputs });
  const inputs = { input: wave([5, 3, 4, 4], 3) };
  const of = (output: OutputChoice) =>
    Array.from(evaluate(exportGraph(trained, 'tensor', output), inputs)[output]!.data, Number);

  it('outputs its probabilities by default', () => {
    expect(naturalOutput(trained)).toBe('probabilities');
  });

  it('gives log-probabilities, logits and predictions that say the same', () => {
    const probabilities = of('probabilities');
    expectClose(of('log_probabilities'), probabilities.map(Math.log), { relative: 1e-4, absolute: 1e-5 });
    if (outputs === 1) {
      const odds = probabilities.map((p) => Math.log(p / (1 - p)));
      expectClose(of('logits'), odds, { relative: 1e-4, absolute: 1e-5 });
      expect(of('prediction')).toEqual(probabilities.map((p) => Number(p > 0.5)));
    } else {
      const best = [0, 1, 2, 3, 4].map((row) => {
        const own = probabilities.slice(row * outputs, (row + 1) * outputs);
        return own.indexOf(Math.max(...own));
      });
      expect(of('prediction')).toEqual(best);
    }
  });
});

describe('the file', () => {
  it('contains only standard operators, even for GELU, and onnxruntime agrees on them', async () => {
    const trained = smallModel('LogSoftmax', { activation: 'GELU' });
    const graph = exportGraph(trained, 'tensor', 'log_probabilities');
    expect(graph.nodes.map(({ op }) => op)).toContain('Erf');
    const session = await openSession(exportModel(trained, 'tensor', 'log_probabilities', {}), 1);
    const inputs = { input: wave([2, 3, 4, 4], 4) };
    const found = (await session.run(inputs))['log_probabilities']!.data as Float32Array;
    await session.dispose();
    expectClose(found, evaluate(graph, inputs)['log_probabilities']!.data as Float32Array, {
      relative: 1e-5,
      absolute: 1e-5,
    });
  });

  it('accepts raw pixels, channels last, and normalizes them itself', async () => {
    const trained = smallModel('LogSoftmax');
    const bytes = Uint8Array.from({ length: 48 }, (_, i) => (i * 53) % 256);
    const chw = Float32Array.from({ length: 48 }, (_, i) => {
      const [c, p] = [Math.floor(i / 16), i % 16];
      return (bytes[p * 3 + c]! / 255 - [0.5, 0.4, 0.3][c]!) / [0.2, 0.3, 0.4][c]!;
    });
    const pixels = await openSession(exportModel(trained, 'pixels', 'log_probabilities', {}), 1);
    const floats = await openSession(exportModel(trained, 'tensor', 'log_probabilities', {}), 1);
    const a = await pixels.run({ input: tensor('uint8', [1, 4, 4, 3], bytes) });
    const b = await floats.run({ input: tensor('float32', [1, 3, 4, 4], chw) });
    expectClose(a['log_probabilities']!.data as Float32Array, b['log_probabilities']!.data as Float32Array, {
      relative: 1e-5,
      absolute: 1e-5,
    });
    await pixels.dispose();
    await floats.dispose();
  });

  it('returns the weights bit for bit, by path, and its metadata', () => {
    const trained = smallModel(null);
    const imported = importModel(exportModel(trained, 'tensor', 'logits', { note: 'kept' }), 'model.onnx');
    expect(imported.metadata).toEqual({ note: 'kept' });
    for (const [path, { data, shape }] of Object.entries(trained.tensors)) {
      expect(imported.tensors[path]!.shape).toEqual(shape);
      expect(imported.tensors[path]!.data).toEqual(data);
    }
  });

  it('is read and runs if an earlier version wrote it, with IR 10 and without zeros', async () => {
    const bytes = readFileSync(new URL('./__fixtures__/ir10.onnx', import.meta.url));
    const imported = importModel(bytes, 'ir10.onnx');
    expect(imported.inputShape).toEqual([null, 1]);
    expect(imported.tensors['hidden_linear.weight']!.shape).toEqual([8, 1]);
    const session = await openSession(bytes, 1);
    const { values } = await session.run({ input: tensor('float32', [2, 1], Float32Array.of(3, 5)) });
    expect(values!.shape).toEqual([2, 1]);
    await session.dispose();
  });

  // nn.Sequential(nn.Linear(4, 3), nn.GELU(), nn.Linear(3, 2)) by torch.onnx.export of PyTorch 2.15, with dynamo and without;
  // make_pipeline(StandardScaler(), LogisticRegression()) by skl2onnx 1.20.
  it.each([
    ['pytorch', 'Gelu (1×)'],
    ['pytorch-legacy', 'Gelu (1×)'],
    ['scikit-learn', 'ai.onnx.ml.Scaler (1×), ai.onnx.ml.LinearClassifier (1×), ai.onnx.ml.ZipMap (1×)'],
  ])('is refused by its operators if another program wrote it: %s', async (name, operators) => {
    const bytes = readFileSync(new URL(`./__fixtures__/others/${name}.onnx`, import.meta.url));
    const { message } = await refusal(() => importModel(bytes, `${name}.onnx`));
    expect(message).toBe(
      `${name}.onnx: This file uses operators that Layerloom does not have: ${operators}. ` +
        'Only files exported by Layerloom open as projects. Draw other networks as a project (.loom) and train them here.',
    );
  });

  it.each([
    ['an empty file', new Uint8Array(0)],
    ['garbage', Uint8Array.from({ length: 5000 }, (_, i) => (i * 197) % 251)],
    ['a hundred megabytes of zeros', new Uint8Array(100_000_000)],
    ['a truncated file', exportModel(smallModel(null), 'tensor', 'logits', {}).slice(0, 900)],
  ])('is rejected if it is %s', (_, bytes) => {
    expect(() => importModel(bytes, 'model.onnx')).toThrow('bad-onnx/');
  });
});
