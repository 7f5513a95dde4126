import { problem, type Fix, type Problem } from '../base/problem.js';
import { dimProduct } from '../base/shape.js';
import { activationRange, elementwiseActivations } from '../evaluate/functions.js';
import { bindModel, placeOf, type BoundLayer } from '../nn/model/bind.js';
import { gentlerRate } from '../nn/optimizers/define.js';
import { optimizerOf, savedLearningRate } from '../nn/optimizers/index.js';
import { isImages, sampleShape } from '../project/samples.js';
import type { Project } from '../project/schema.js';
import type { HealthHistory, HealthRecord } from './history.js';

/**
 * The share of units that may be flat for every sample, in a rectified layer and in the network: "as much as 40 % of your
 * network can be dead if the learning rate is set too high" (https://cs231n.github.io/neural-networks-1/#actfun). One wide
 * layer alone often has more, which does no harm.
 */
export const DEAD = 0.4;

/**
 * The share of a squashing layer's outputs that may be flat: from a half on, most of the gradient ends there, as in the
 * saturated layers of Glorot & Bengio 2010 (https://proceedings.mlr.press/v9/glorot10a.html, section 3).
 */
const SATURATED = 0.5;

/**
 * The least size of a layer's gradient relative to its weights, as a share of that of the layer where it is largest. A
 * sigmoid's slope is at most 1/4, so five of them shrink a gradient to 1/1024 (Bengio et al. 1994,
 * https://doi.org/10.1109/72.279181).
 */
const VANISHING = 1 / 1000;

/**
 * The largest step relative to the weights, a hundred times the usual 1e-3
 * (https://cs231n.github.io/neural-networks-3/#ratio).
 */
const EXPLODING = 0.1;

/** Layers whose weights multiply their inputs; those of norms and activations are few, and differ by nature. */
const WEIGHTED: readonly string[] = ['linear', 'convolution'];

/** A layer's weights, by its position in the model and by theirs among the parameters. */
interface Weights {
  readonly layer: BoundLayer;
  readonly at: number;
  readonly index: number;
}

/** Findings about the layers of a run's model, from the numbers that were recorded last. */
export function findingsOf(project: Project, { records, parameters }: HealthHistory): readonly Problem[] {
  const [first, last] = [records[0], records.at(-1)];
  if (!first || !last) return [];
  const { layers } = bindModel(project.model.layers, sampleShape(project.data));
  const weights = layers.flatMap((layer, at): Weights[] => {
    const index = parameters.indexOf(`${layer.spec.name}.weight`);
    return index < 0 || !WEIGHTED.includes(layer.definition.category) ? [] : [{ layer, at, index }];
  });
  // The answers of a model that is sure are rightly flat.
  const flat = layers.map((_, at) =>
    at < layers.length - 1 ? flatFinding(project, layers, at, last) : null,
  );
  // No gradient passes a flat layer, which is reason enough for those before it.
  const passed = weights.filter(({ at }) => flat.slice(at).every((found) => found === null));
  return [
    ...flat.flatMap((found) => found ?? []),
    ...vanishing(layers, weights, last).filter(({ where }) =>
      passed.some(({ layer }) => where?.kind === 'layer' && where.id === layer.spec.id),
    ),
    ...(first === last ? [] : exploding(project, weights, first, last)),
  ];
}

/** Dead units, or outputs that are saturated. */
function flatFinding(
  project: Project,
  layers: readonly BoundLayer[],
  at: number,
  { flatUnits, flatOutputs }: HealthRecord,
): Problem | null {
  const layer = layers[at]!;
  const [units, outputs] = [flatUnits[at], flatOutputs[at]];
  if (units == null || outputs == null || (units < DEAD && outputs <= SATURATED)) return null;
  const { type } = layer.spec;
  const details = { where: placeOf(layer.spec) };
  if (isSquashing(layer)) {
    if (outputs <= SATURATED) return null;
    const fixes = [...preparation(project, layers, at), ...normalization(layers, at), use('ReLU', [layer])];
    return problem('advice/saturated', { type, share: outputs }, { ...details, fixes });
  }
  if (units < DEAD) return null;
  // Nothing passes a layer that is wholly dead, however many units the others have.
  if (units < 1 && deadInNetwork(layers, flatUnits) < DEAD) return null;
  const fixes = [gentler(project), use('LeakyReLU', [layer]), ...normalization(layers, at)];
  return problem('advice/dead-units', { type, share: units }, { ...details, fixes });
}

/** The share of the units of all activation functions that are flat for every sample. */
function deadInNetwork(layers: readonly BoundLayer[], flatUnits: HealthRecord['flatUnits']): number {
  const counted = layers.flatMap(({ output }, at) =>
    flatUnits[at] == null ? [] : [{ units: dimProduct(output, 1, 2), share: flatUnits[at] }],
  );
  const sum = (of: (one: (typeof counted)[number]) => number) =>
    counted.reduce((total, one) => total + of(one), 0);
  return sum(({ units, share }) => units * share) / sum(({ units }) => units);
}

/** True for an activation that is flat on both sides of 0, such as Tanh; ReLU6 is flat from 0 on. */
function isSquashing({ definition, params }: BoundLayer): boolean {
  if (!elementwiseActivations.includes(definition) || definition.parameters(params).length > 0) return false;
  const [from, to] = activationRange(definition.type, params).sensitive;
  // The edges are found by halving.
  return Number.isFinite(from) && Number.isFinite(to) && from < -1e-6;
}

/** Layers whose gradient is tiny relative to their weights, compared with another layer. */
function vanishing(
  layers: readonly BoundLayer[],
  weights: readonly Weights[],
  { weights: sizes, gradients }: HealthRecord,
): readonly Problem[] {
  const rated = weights.flatMap(({ layer, index }) => {
    const [size, gradient] = [sizes[index]!.rms, gradients[index]!.rms];
    return size > 0 ? [{ layer, ratio: gradient / size }] : [];
  });
  const largest = rated.reduce<(typeof rated)[number] | null>(
    (most, one) => (most && most.ratio >= one.ratio ? most : one),
    null,
  );
  const tiny = rated.filter(({ ratio }) => ratio < VANISHING * (largest?.ratio ?? 0));
  if (!largest || tiny.length === 0) return [];
  const squashing = layers.slice(0, -1).filter(isSquashing);
  const fixes = squashing.length > 0 ? [use('ReLU', squashing)] : [];
  return tiny.map(({ layer, ratio }) =>
    problem(
      'advice/vanishing-gradients',
      { ratio, largest: largest.ratio, at: largest.layer.spec.name },
      { where: placeOf(layer.spec), fixes },
    ),
  );
}

/** Layers whose steps are large relative to their weights, and whose gradients have grown since training began. */
function exploding(
  project: Project,
  weights: readonly Weights[],
  first: HealthRecord,
  { weights: sizes, gradients }: HealthRecord,
): readonly Problem[] {
  const { optimizer, clip } = project.training;
  // Others divide by the gradients' size.
  if (!optimizerOf(optimizer.type).isProportional || clip) return [];
  const rate = savedLearningRate(optimizer);
  return weights.flatMap(({ layer, index }) => {
    const [size, gradient] = [sizes[index]!.rms, gradients[index]!.rms];
    const ratio = (rate * gradient) / size;
    // The first steps of a healthy run are large, too, and then shrink. What is not a number is for divergence to tell.
    const isLarge = size > 0 && ratio > EXPLODING && gradient >= first.gradients[index]!.rms;
    if (!isLarge) return [];
    const details = { where: placeOf(layer.spec), fixes: [gentler(project)] };
    return [problem('advice/exploding-gradients', { rate, gradient, weights: size, ratio }, details)];
  });
}

function gentler({ training: { optimizer } }: Project): Fix {
  const usual = savedLearningRate({ type: optimizer.type });
  return { kind: 'set-learning-rate', value: gentlerRate(savedLearningRate(optimizer), usual) };
}

const use = (type: string, layers: readonly BoundLayer[]): Fix => ({
  kind: 'change-layers',
  layerIds: layers.map(({ spec }) => spec.id),
  from: [...new Set(layers.map(({ spec }) => spec.type))].join(', '),
  type,
});

/** A batch norm before an activation, where none is. */
function normalization(layers: readonly BoundLayer[], at: number): readonly Fix[] {
  const { spec, input } = layers[at]!;
  if (layers[at - 1]?.definition.category === 'normalization') return [];
  return [
    {
      kind: 'insert-layer',
      beforeLayerId: spec.id,
      type: input.length === 4 ? 'BatchNorm2d' : 'BatchNorm1d',
    },
  ];
}

/** Inputs around 0, where nothing prepares them and this is the first activation to take them. */
function preparation({ data }: Project, layers: readonly BoundLayer[], at: number): readonly Fix[] {
  const isFirst = !layers.slice(0, at).some(({ definition }) => definition.category === 'activation');
  if (!isFirst || data.transforms.length > 0) return [];
  return isImages(data)
    ? [{ kind: 'compute-step', part: 'transforms', type: 'Normalize', samples: 'images' }]
    : [{ kind: 'compute-step', part: 'transforms', type: 'Standardize', samples: 'table' }];
}
