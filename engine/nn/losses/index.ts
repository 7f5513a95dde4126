import { invariant, problem, type Problem } from '../../base/problem.js';
import type { LayerSpec } from '../layers/define.js';
import { bceWithLogitsLoss } from './bceWithLogitsLoss.js';
import { crossEntropyLoss } from './crossEntropyLoss.js';
import type { LossDefinition } from './define.js';
import { huberLoss } from './huberLoss.js';
import { l1Loss } from './l1Loss.js';
import { mseLoss } from './mseLoss.js';
import { nllLoss } from './nllLoss.js';
import { smoothL1Loss } from './smoothL1Loss.js';

/** All losses. A new one is one file and one line here. */
export const losses: readonly LossDefinition[] = [
  crossEntropyLoss,
  nllLoss,
  bceWithLogitsLoss,
  mseLoss,
  l1Loss,
  smoothL1Loss,
  huberLoss,
];

/** The loss named `type`, which the project's schema has checked. */
export function lossOf(type: string): LossDefinition {
  const loss = losses.find((candidate) => candidate.type === type);
  invariant(loss, `there is no loss ${type}`);
  return loss;
}

/** The problem of a loss that does not suit the model's last layer or the kind of targets. */
export function pairingProblem(
  { type: loss, target, lastLayer: { required, refused } }: LossDefinition,
  last: LayerSpec,
  data: LossDefinition['target'],
): Problem | null {
  const where = { kind: 'project', path: ['training', 'loss'] } as const;
  if (target !== data) {
    const fitting = losses.filter((one) => one.target === data).map(({ type }) => type);
    return problem(
      'bad-pairing/target',
      { loss, compares: target, data, fitting },
      { where, fixes: [{ kind: 'set-loss', type: fitting[0]! }] },
    );
  }
  if (required !== null && last.type !== required) {
    return problem(
      'bad-pairing/last-layer-missing',
      { loss, required, last: last.type },
      { where, fixes: [{ kind: 'insert-layer', beforeLayerId: null, type: required }] },
    );
  }
  if (refused.includes(last.type)) {
    return problem(
      'bad-pairing/last-layer-refused',
      { loss, last: last.type },
      { where, fixes: [{ kind: 'remove-layer', layerId: last.id }] },
    );
  }
  return null;
}
