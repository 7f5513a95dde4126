// Writes every model of the matrix into a folder of its own: weights, `model.json` for PyTorch, and its ONNX files.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline, targetPipeline } from '../../dist/engine/data/transforms/index.js';
import { exportGraph, exportModel, naturalOutput } from '../../dist/engine/exchange/onnx/exportModel.js';
import { operatorsOf } from '../../dist/engine/exchange/onnx/certificate.js';
import { layersCode } from '../../dist/engine/exchange/torch/code.js';
import { createReferenceBackend } from '../../dist/engine/backends/reference.js';
import { lossOf } from '../../dist/engine/nn/losses/index.js';
import { unitsCode } from '../../dist/engine/exchange/torch/dataCode.js';
import { bindModel } from '../../dist/engine/nn/model/bind.js';
import { Mt19937 } from '../../dist/engine/random/torch.js';
import { writeSafetensors } from '../../dist/engine/tensor/safetensors.js';
import { numel, tensor } from '../../dist/engine/tensor/tensor.js';
import { inputShape, openSource } from '../../dist/engine/train/source.js';
import { distance, nudged, randomNumbers, trainingStep } from '../../dist/engine/testing/trainingStep.js';
import { initialTensors } from '../../dist/engine/train/state.js';

/** The seed of all initial weights. */
const SEED = 1;

const OUTPUTS = ['logits', 'log_probabilities', 'probabilities', 'prediction'];

/** Exports all models into `folder`; returns the group, name, inputs, output and operators of every file. */
export async function exportModels(models, folder) {
  const forms = [];
  for (const model of models) forms.push(...(await exportOne(model, join(folder, model.name))));
  return forms;
}

async function exportOne({ group, name, layers, loss, trains, ...data }, folder) {
  mkdirSync(folder, { recursive: true });
  if (trains) await writeStep(layers, data.sample, folder);
  const source = await sourceOf(data);
  const model = bindModel(layers, inputShape(source));
  const tensors = { ...initialTensors(model, Mt19937.fromSeed(SEED)), ...statistics(model) };
  const definition = lossOf(loss);
  const trained = { model, source, loss: { definition, params: {} }, tensors };
  const natural = naturalOutput(trained);
  const { columns } = source;
  writeFileSync(join(folder, 'weights.safetensors'), writeSafetensors(tensors));
  const described = {
    seed: SEED,
    code: layersCode(layers, inputShape(source), data.table ? unitsCode(data.table) : ''),
    sample: source.samples.shape.slice(1),
    columns: columns && columns.map(({ texts, fill }) => ({ texts, fill })),
    transforms: data.transforms,
    natural,
    oneLogit: definition.threshold !== null,
  };
  writeFileSync(join(folder, 'model.json'), JSON.stringify(described));
  return inputsOf(data).flatMap((input) =>
    (natural === 'values' ? ['values'] : data.transforms ? OUTPUTS : ['logits']).map((output) => {
      const file = join(name, `${input}-${output}.onnx`);
      writeFileSync(join(folder, '..', file), exportModel(trained, input, output, { note: 'readers' }));
      const inputs =
        input === 'columns' ? columns.map((column, i) => [column.name, `column-${i}`]) : [['input', input]];
      const operators = operatorsOf(
        exportGraph(trained, input, output),
        input === 'columns' ? columns : null,
      );
      return { group, file, inputs, output, operators };
    }),
  );
}

/** Writes a training step of three random samples, except where rounding decides what it gives. */
async function writeStep(layers, sample, folder) {
  const shape = [3, ...sample];
  const model = bindModel(layers, shape);
  const input = randomNumbers(shape, Mt19937.fromSeed(SEED));
  const backend = createReferenceBackend();
  const { noise, found } = await trainingStep(model, input, backend, SEED);
  const moved = await trainingStep(model, nudged(input), backend, SEED);
  if (distance(moved.found, found) < 2e-5)
    writeFileSync(join(folder, 'step.safetensors'), writeSafetensors({ input, ...noise, ...found }));
}

/** The inputs that a file can have; layers are exported for tensors only. */
function inputsOf({ table, transforms }) {
  if (table) return ['tensor', 'columns'];
  return transforms ? ['tensor', 'pixels'] : ['tensor'];
}

function sourceOf({ table, sample, transforms, classes }) {
  if (table) return openSource({ ...table, transforms });
  return {
    samples: transforms
      ? tensor('uint8', [1, ...sample], new Uint8Array(numel(sample)))
      : tensor('float32', [1, ...sample], new Float32Array(numel(sample))),
    targets: tensor('int32', [1], Int32Array.of(0)),
    train: Uint32Array.of(0),
    validation: new Uint32Array(0),
    holdOut: 0,
    classNames: Array.from({ length: classes }, (_, i) => String(i)),
    columns: null,
    augment: null,
    transform: transforms ? pipeline(transforms, 'images') : (_, batch) => batch,
    targetPipeline: targetPipeline([], null),
  };
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
