// Writes every model of the matrix into a folder of its own: weights, `model.json` for PyTorch, and its ONNX files.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from '../../dist/engine/data/transforms/index.js';
import { exportModel, naturalOutput } from '../../dist/engine/exchange/onnx/exportModel.js';
import { lossOf } from '../../dist/engine/nn/losses/index.js';
import { bindModel } from '../../dist/engine/nn/model/bind.js';
import { Mt19937 } from '../../dist/engine/random/mt19937.js';
import { writeSafetensors } from '../../dist/engine/tensor/safetensors.js';
import { numel, tensor } from '../../dist/engine/tensor/tensor.js';
import { initialTensors } from '../../dist/engine/train/state.js';

const OUTPUTS = ['logits', 'log_probabilities', 'probabilities', 'prediction'];

/** Exports all models into `folder`; returns the group, name, input and output of every file. */
export function exportModels(models, folder) {
  return models.flatMap((model) => exportOne(model, join(folder, model.name)));
}

function exportOne({ group, name, layers, sample, transforms, classes, loss }, folder) {
  mkdirSync(folder, { recursive: true });
  const model = bindModel(layers, ['batch', ...sample]);
  const samples =
    transforms === null
      ? tensor('float32', [1, ...sample], new Float32Array(numel(sample)))
      : tensor('uint8', [1, ...sample], new Uint8Array(numel(sample)));
  const source = {
    samples,
    targets: tensor('int32', [1], Int32Array.of(0)),
    train: Uint32Array.of(0),
    validation: new Uint32Array(0),
    holdOut: 0,
    classNames: Array.from({ length: classes }, (_, i) => String(i)),
    augment: null,
    transform: transforms === null ? (_, batch) => batch : pipeline(transforms, 'images'),
  };
  const tensors = { ...initialTensors(model, Mt19937.fromSeed(1)), ...statistics(model) };
  const trained = { model, source, loss: { definition: lossOf(loss), params: {} }, tensors };
  writeFileSync(join(folder, 'weights.safetensors'), writeSafetensors(tensors, {}));
  const described = {
    layers: model.layers.map(({ spec, params }) => ({ name: spec.name, type: spec.type, params })),
    sample,
    transforms,
    natural: naturalOutput(trained),
    oneLogit: trained.loss.definition.oneLogit,
  };
  writeFileSync(join(folder, 'model.json'), JSON.stringify(described));
  const forms =
    transforms === null
      ? [['tensor', 'logits']]
      : ['tensor', 'pixels'].flatMap((input) => OUTPUTS.map((output) => [input, output]));
  return forms.map(([input, output]) => {
    const file = join(name, `${input}-${output}.onnx`);
    writeFileSync(join(folder, '..', file), exportModel(trained, input, output, { note: 'readers' }));
    return { group, model: name, file, input, output };
  });
}

/** Running statistics that are not those of a new layer. */
function statistics({ buffers }) {
  return Object.fromEntries(
    buffers.map(({ name, path, shape }, at) => [
      path,
      tensor(
        'float32',
        shape,
        Float32Array.from({ length: numel(shape) }, (_, i) => {
          const wave = Math.sin(1 + 0.7 * i + at) / 2;
          return name === 'running_var' ? 1 + wave : wave;
        }),
      ),
    ]),
  );
}
