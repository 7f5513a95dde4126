import { LoomError } from '../../base/errors.js';
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

/** What would mend a pairing: a layer at the end, the last layer gone, or another loss. */
export type Remedy =
  | { readonly kind: 'append'; readonly type: string }
  | { readonly kind: 'remove-last' }
  | { readonly kind: 'other-loss'; readonly type: string };

/** Why a loss does not go with the model's last layer and the kind of targets; null when it does. */
export function pairingProblem(
  loss: LossDefinition,
  lastLayer: string,
  targets: LossDefinition['target'],
): { readonly message: string; readonly remedy: Remedy } | null {
  const { required, refused } = loss.lastLayer;
  if (loss.target !== targets) {
    const fitting = losses.filter(({ target }) => target === targets).map(({ type }) => type);
    return {
      message: `${loss.type} compares with ${loss.target}, but the data has ${targets}; choose ${fitting.join(' or ')}`,
      remedy: { kind: 'other-loss', type: fitting[0]! },
    };
  }
  if (required !== null && lastLayer !== required) {
    return {
      message: `${loss.type} needs ${required} as the last layer, not ${lastLayer}; add ${required} at the end`,
      remedy: { kind: 'append', type: required },
    };
  }
  if (refused.includes(lastLayer)) {
    return {
      message: `${loss.type} needs raw scores, but the last layer is ${lastLayer}; remove that layer`,
      remedy: { kind: 'remove-last' },
    };
  }
  return null;
}
