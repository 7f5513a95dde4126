import { LoomError, type Repair } from '../errors.js';
import { BATCH, type Shape } from '../graph/shape.js';
import type { LossDefinition } from '../losses/define.js';
import { pairingProblem } from '../losses/index.js';
import type { LayerSpec } from '../project/schema.js';
import type { Targets } from '../project/samples.js';
import { expectOutput, type BoundModel } from './bind.js';

/** Throws `bad-pairing` unless the loss goes with the last layer and with what the model is to answer. */
export function checkPairing(loss: LossDefinition, layers: readonly LayerSpec[], targets: Targets): void {
  const last = layers.at(-1)!;
  const problem = pairingProblem(loss, last.type, targets.kind);
  if (problem) {
    const repair: Repair =
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
