import { LoomError } from '../base/errors.js';
import type { Fix } from '../base/problem.js';
import { resolveParams } from '../base/fields.js';
import { BATCH, type Shape } from '../base/shape.js';
import { numel } from '../tensor/tensor.js';
import type { LossDefinition } from '../nn/losses/define.js';
import { pairingProblem } from '../nn/losses/index.js';
import { optimizerOf } from '../nn/optimizers/index.js';
import type { LayerSpec } from '../nn/layers/define.js';
import type { Project } from './schema.js';
import type { Targets } from './samples.js';
import { expectOutput, type BoundModel } from '../nn/model/bind.js';

/** Throws `bad-pairing` unless the loss goes with the last layer and with what the model is to answer. */
export function checkPairing(loss: LossDefinition, layers: readonly LayerSpec[], targets: Targets): void {
  const last = layers.at(-1)!;
  const problem = pairingProblem(loss, last.type, targets.kind);
  if (problem) {
    const repair: Fix =
      problem.remedy.kind === 'append'
        ? { kind: 'insert-layer', beforeLayerId: null, type: problem.remedy.type }
        : problem.remedy.kind === 'remove-last'
          ? { kind: 'remove-layer', layerId: last.id }
          : { kind: 'set-loss', type: problem.remedy.type };
    throw new LoomError('bad-pairing', `training.loss: ${problem.message}`, {
      where: 'training.loss',
      repair,
    });
  }
  if (loss.oneLogit && targets.kind === 'classes' && targets.names.length !== 2) {
    throw new LoomError(
      'bad-pairing',
      `training.loss: ${loss.type} tells two classes apart, but the data has ${targets.names.length}; choose CrossEntropyLoss`,
      { where: 'training.loss', repair: { kind: 'set-loss', type: 'CrossEntropyLoss' } },
    );
  }
}

/** Throws `bad-shape` unless the model gives what the targets and the loss want. */
export function checkOutput(model: BoundModel, loss: LossDefinition, targets: Targets): void {
  expectOutput(model, expectedOutput(loss, targets), outputReason(loss, targets));
}

function expectedOutput(loss: LossDefinition, targets: Targets): Shape {
  if (targets.kind === 'values') return [BATCH, targets.count];
  return [BATCH, loss.oneLogit ? 1 : targets.names.length];
}

function outputReason(loss: LossDefinition, targets: Targets): string {
  if (targets.kind === 'values') return 'the targets want';
  return loss.oneLogit ? `${loss.type} wants` : `the ${targets.names.length} classes want`;
}

/** Throws `bad-project` where settings of the optimizer do not go together. */
export function checkOptimizer(settings: Project['training']['optimizer']): void {
  const optimizer = optimizerOf(settings.type);
  const words = optimizer.problem?.(resolveParams(optimizer.params, settings));
  if (words) {
    throw new LoomError('bad-project', `training.optimizer: ${optimizer.type}: ${words}`, {
      where: 'training.optimizer',
    });
  }
}

/** What a file can hold: ONNX files end at 2 GiB, and each parameter takes four bytes. */
const MAX_PARAMETERS = 2 ** 29 - 1;

/** Throws `bad-shape` for a model that no file could hold, and few machines could train. */
export function checkSize({ layers }: BoundModel): void {
  const sizes = layers.map(({ parameters }) => parameters.reduce((sum, { shape }) => sum + numel(shape), 0));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total <= MAX_PARAMETERS) return;
  const { name, type } = layers[sizes.indexOf(Math.max(...sizes))]!.spec;
  const counted = (count: number) => count.toLocaleString('en-US');
  throw new LoomError(
    'bad-shape',
    `the model has ${counted(total)} parameters; at most ${counted(MAX_PARAMETERS)} fit into a file of 2 GiB. ` +
      `Most of them are in layer "${name}" (${type}): make it smaller`,
    { where: `layer "${name}"` },
  );
}
