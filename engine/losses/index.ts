import { LoomError } from '../errors.js';
import { bceWithLogitsLoss } from './bceWithLogitsLoss.js';
import { crossEntropyLoss } from './crossEntropyLoss.js';
import type { LossDefinition } from './define.js';
import { l1Loss } from './l1Loss.js';
import { mseLoss } from './mseLoss.js';
import { nllLoss } from './nllLoss.js';

/** Every loss there is. A new one is one file and one line here. */
export const losses: readonly LossDefinition[] = [
  crossEntropyLoss,
  nllLoss,
  bceWithLogitsLoss,
  mseLoss,
  l1Loss,
];

/** The loss named `type`. Throws `bad-argument` when there is none. */
export function lossOf(type: string): LossDefinition {
  const loss = losses.find((candidate) => candidate.type === type);
  if (!loss) throw new LoomError('bad-argument', `there is no loss "${type}"`);
  return loss;
}

/** Throws `bad-pairing` unless the loss goes with the model's last layer and the kind of targets. */
export function checkPairing(
  loss: LossDefinition,
  lastLayer: string,
  targets: LossDefinition['target'],
): void {
  const { required, refused } = loss.lastLayer;
  const problem =
    loss.target !== targets
      ? `${loss.type} compares with ${loss.target}, but the data has ${targets}; choose ${names(targets)}`
      : required !== null && lastLayer !== required
        ? `${loss.type} wants a model that ends in ${required}, this one ends in ${lastLayer}; add ${required} at the end`
        : refused.includes(lastLayer)
          ? `${loss.type} wants raw scores, but the model ends in ${lastLayer}; remove that layer`
          : null;
  if (problem) throw new LoomError('bad-pairing', `training.loss: ${problem}`, { where: 'training.loss' });
}

function names(targets: LossDefinition['target']): string {
  return losses
    .filter(({ target }) => target === targets)
    .map(({ type }) => type)
    .join(' or ');
}
