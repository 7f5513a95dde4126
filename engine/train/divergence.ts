import type { Backend, Tensors } from '../backends/backend.js';
import { resolveParams } from '../base/fields.js';
import { failure, type LayerPlace, type ProblemError } from '../base/problem.js';
import type { DivergenceCause, DivergenceSign } from '../base/facts.js';
import { placeOf } from '../nn/model/bind.js';
import { Mt19937, type Mt19937State } from '../random/torch.js';
import type { NoiseRequest } from '../nn/model/forward.js';
import { gradients } from '../tensor/autodiff.js';
import type { Graph, Value } from '../tensor/graph.js';
import { createBuilder } from '../tensor/operators/index.js';
import { tensor } from '../tensor/tensor.js';
import type { RunState } from './state.js';
import { drawInputs, type Stepper } from './stepper.js';
import { learningRate } from './rates.js';
import type { Recipe } from './recipe.js';
import { forwardAndLoss } from './step.js';
import { gentlerRate } from '../nn/optimizers/define.js';

/** The state of a run before its latest steps, sufficient to repeat them. */
export interface Snapshot {
  readonly tensors: RunState['tensors'];
  readonly generator: Mt19937State;
  readonly step: number;
  readonly batches: readonly Uint32Array[];
  /** The learning rate of each step. */
  readonly rates: readonly number[];
}

/** Everything needed to repeat steps. */
export interface Replay {
  readonly backend: Backend;
  readonly recipe: Recipe;
  readonly stepper: Stepper;
}

/** Captures the run before it trains on `batches`. Copies only the generator. */
export function snapshot(
  { tensors, generator, step }: RunState,
  steps: Pick<Snapshot, 'batches' | 'rates'>,
): Snapshot {
  return { tensors, generator: generator.state(), step, ...steps };
}

/**
 * Creates the error for a run whose numbers are no longer finite. Repeats the steps before the bad one, then
 * inspects that one for the first layer with a non-finite value.
 *
 * @param bad index in `before.batches` of the bad step
 * @param sign the first sign of divergence
 */
async function diverged(
  { backend, recipe, stepper }: Replay,
  state: RunState,
  before: Snapshot,
  { bad, sign }: { readonly bad: number; readonly sign: DivergenceSign },
): Promise<ProblemError> {
  const again: RunState = {
    ...state,
    tensors: before.tensors,
    generator: Mt19937.fromState(before.generator),
    step: before.step,
  };
  if (bad > 0) await stepper.run(again, before.batches.slice(0, bad), before.rates.slice(0, bad));
  const parameter = brokenTensor(again);
  const origin = await firstNotFinite(backend, recipe, {
    tensors: again.tensors,
    rows: before.batches[bad]!,
    generator: again.generator,
  });
  const where = { kind: 'step', step: before.step + bad + 1 } as const;
  if (origin?.part === 'inputs') return failure('bad-data/not-finite', {}, { where });
  const { layer, cause } = blame(recipe, parameter, origin);
  const { definition, params } = recipe.optimizer;
  const rate = learningRate(params);
  const usualRate = learningRate(resolveParams(definition.params, {}));
  const fixes = rate > 0 ? [{ kind: 'set-learning-rate', value: gentlerRate(rate, usualRate) } as const] : [];
  return failure(
    'diverged/training',
    {
      epoch: state.epoch + 1,
      sign,
      cause,
      optimizer: definition.type,
      rate,
      usualRate,
      keptEpoch: state.epoch > 0 ? state.epoch : null,
    },
    { where: layer ?? where, fixes },
  );
}

/** Throws if a loss of the steps since `before` is not finite. */
export async function checkLosses(
  replay: Replay,
  state: RunState,
  before: Snapshot,
  losses: Float32Array,
): Promise<void> {
  const bad = losses.findIndex((loss) => !Number.isFinite(loss));
  if (bad < 0) return;
  const sign = { kind: 'loss', step: before.step + bad + 1, loss: String(losses[bad]) } as const;
  throw await diverged(replay, state, before, { bad, sign });
}

/** Throws if a tensor is not finite although all losses were: the last step since `before` is the bad one. */
export async function checkTensors(replay: Replay, state: RunState, before: Snapshot): Promise<void> {
  const broken = brokenTensor(state);
  if (broken === null) return;
  const sign = { kind: 'tensor', step: state.step, tensor: broken } as const;
  throw await diverged(replay, state, before, { bad: before.batches.length - 1, sign });
}

/** The name of the first tensor with a non-finite number. */
function brokenTensor({ tensors }: Pick<RunState, 'tensors'>): string | null {
  for (const [name, { data }] of Object.entries(tensors)) {
    const numbers = data as Float32Array;
    for (let i = 0; i < numbers.length; i++) if (!Number.isFinite(numbers[i])) return name;
  }
  return null;
}

function blame(
  { model }: Recipe,
  parameter: string | null,
  origin: Origin | null,
): { readonly layer: LayerPlace | null; readonly cause: DivergenceCause } {
  if (parameter !== null) {
    const owner = model.layers.find(({ spec }) => parameter.startsWith(`${spec.name}.`));
    return { layer: owner ? placeOf(owner.spec) : null, cause: { kind: 'overflow', tensor: parameter } };
  }
  if (!origin) return { layer: null, cause: { kind: 'update' } };
  return { layer: origin.layer, cause: { kind: origin.part } };
}

/** The origin of a value of a training step. */
interface Origin {
  /** Null for the batch and the loss. */
  readonly layer: LayerPlace | null;
  readonly part: 'inputs' | 'output' | 'loss' | 'gradient';
}

interface DiagnosticGraph {
  readonly graph: Graph;
  /** Names of the graph's outputs, in the step's order: one number per origin, NaN if its value is not finite. */
  readonly places: readonly (Origin & { readonly name: string })[];
  readonly noise: readonly NoiseRequest[];
}

/** A step to inspect. */
interface DiagnosedStep {
  /** The state before it. */
  readonly tensors: Tensors;
  /** Its rows of the data set. */
  readonly rows: Uint32Array;
  /** The run's generator before it. */
  readonly generator: Mt19937;
}

/**
 * Runs one step without its update and finds the first non-finite value: forward through the layers,
 * the loss, then the gradients in reverse order.
 *
 * @returns null if every value is finite
 */
async function firstNotFinite(
  backend: Backend,
  recipe: Recipe,
  { tensors, rows, generator }: DiagnosedStep,
): Promise<Origin | null> {
  const { graph, places, noise } = buildDiagnosticGraph(recipe, rows.length);
  const executable = await backend.compile(graph);
  try {
    const found = await executable.run({
      ...tensors,
      ...withoutSteps(drawInputs(recipe.source, noise, generator, [rows])),
      samples: recipe.source.samples,
      targets: recipe.source.targets,
      indices: tensor('int32', [rows.length], Int32Array.from(rows)),
    });
    return places.find(({ name }) => Number.isNaN(found[name]!.data[0])) ?? null;
  } finally {
    await executable.dispose();
  }
}

/** Inputs drawn for one step, without the axis of steps. */
function withoutSteps(drawn: Tensors): Tensors {
  return Object.fromEntries(
    Object.entries(drawn).map(([name, { dtype, shape, data }]) => [
      name,
      tensor(dtype, shape.slice(1), data),
    ]),
  );
}

function buildDiagnosticGraph(recipe: Recipe, batch: number): DiagnosticGraph {
  const { model } = recipe;
  const b = createBuilder();
  const { tensors, samples, taps, loss, noise } = forwardAndLoss(b, recipe, batch, true, []);
  const owned = model.layers.flatMap((layer) =>
    layer.parameters.map(({ path }) => ({ layer: placeOf(layer.spec), value: tensors.get(path)! })),
  );
  const parameterGradients = gradients(
    b,
    loss,
    owned.map(({ value }) => value),
  );
  const watched: (Origin & { readonly value: Value })[] = [
    { layer: null, part: 'inputs', value: samples },
    ...model.layers.map((layer, i) => ({
      layer: placeOf(layer.spec),
      part: 'output' as const,
      value: taps[i]!,
    })),
    { layer: null, part: 'loss', value: loss },
    ...owned
      .map(({ layer }, i) => ({ layer, part: 'gradient' as const, value: parameterGradients[i]! }))
      .reverse(),
  ];
  const places = watched.map(({ layer, part, value }) => ({
    layer,
    part,
    // Infinity and NaN times 0 are NaN, so one number suffices for a value of any size.
    mark: b.op('ReduceSum', [b.op('Mul', [value, b.scalar(0)])], { keepdims: 0 }),
  }));
  return {
    graph: b.build(places.map(({ mark }) => mark)),
    places: places.map(({ layer, part, mark }) => ({ layer, part, name: mark.name })),
    noise,
  };
}
