import { invariant, problem, type Fix, type Problem } from '../../base/problem.js';
import type { LayerSpec, Scores } from '../layers/define.js';
import { findLayer, scoresOf } from '../layers/index.js';
import { bceLoss } from './bceLoss.js';
import { bceWithLogitsLoss } from './bceWithLogitsLoss.js';
import { crossEntropyLoss } from './crossEntropyLoss.js';
import type { LossDefinition, TargetKind } from './define.js';
import { huberLoss } from './huberLoss.js';
import { klDivLoss } from './klDivLoss.js';
import { l1Loss } from './l1Loss.js';
import { mseLoss } from './mseLoss.js';
import { nllLoss } from './nllLoss.js';
import { smoothL1Loss } from './smoothL1Loss.js';

/** All losses. A new one is one file and one line here. */
export const losses: readonly LossDefinition[] = [
  crossEntropyLoss,
  nllLoss,
  bceWithLogitsLoss,
  bceLoss,
  mseLoss,
  l1Loss,
  smoothL1Loss,
  huberLoss,
  klDivLoss,
];

/** The loss named `type`, which the project's schema has checked. */
export function lossOf(type: string): LossDefinition {
  const loss = losses.find((candidate) => candidate.type === type);
  invariant(loss, `there is no loss ${type}`);
  return loss;
}

/** The layer to add for each kind of scores. */
const LAYER: Readonly<Record<Scores, string | null>> = {
  logits: null,
  log_probabilities: 'LogSoftmax',
  probabilities: 'Softmax',
  probability: 'Sigmoid',
};

const where = { kind: 'project', path: ['training', 'loss'] } as const;

/** The scores that a classifier outputs. CrossEntropyLoss takes even probabilities of their own for logits. */
export function naturalScores(
  lastLayer: string,
  { accepts }: LossDefinition,
): Exclude<Scores, 'probability'> {
  const scores = scoresOf(lastLayer);
  if (scores !== 'probability') return scores;
  return accepts?.[0] === 'probability' ? 'probabilities' : 'logits';
}

/** The problem of a loss that does not suit the model's last layer or the kind of targets. */
export function pairingProblem(loss: LossDefinition, last: LayerSpec, data: TargetKind): Problem | null {
  const { type, targets, accepts } = loss;
  const scores = findLayer(last.type)?.scores ?? 'logits';
  if (!targets.includes(data)) {
    const fitting = losses.filter((one) => one.targets.includes(data)).map((one) => one.type);
    return problem(
      'bad-pairing/target',
      { loss: type, compares: targets[0]!, data, fitting },
      { where, fixes: [{ kind: 'set-loss', type: fitting[0]! }] },
    );
  }
  if (!accepts || accepts.includes(scores)) return null;
  const required = LAYER[accepts[0]!];
  const other = losses.find(
    (one) =>
      one.accepts?.includes(scores) &&
      one.targets.includes(data) &&
      (one.threshold === null) === (loss.threshold === null),
  );
  const change: Fix[] = other ? [{ kind: 'set-loss', type: other.type }] : [];
  if (required === null) {
    const fixes: Fix[] = [{ kind: 'remove-layer', layerId: last.id }, ...change];
    return problem('bad-pairing/last-layer-refused', { loss: type, last: last.type }, { where, fixes });
  }
  // Scores of another kind cannot be turned into the required ones by one more layer.
  const add: Fix[] =
    scores === 'logits' ? [{ kind: 'insert-layer', beforeLayerId: null, type: required }] : [];
  return problem(
    'bad-pairing/last-layer-missing',
    { loss: type, required, last: last.type },
    { where, fixes: [...add, ...change] },
  );
}
