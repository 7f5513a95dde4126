import type { Backend } from '../backends/backend.js';
import { resolveParams } from '../base/fields.js';
import { LoomError } from '../base/errors.js';
import { Mt19937, type Mt19937State } from '../random/mt19937.js';
import { firstNotFinite, type Place } from './probe.js';
import type { RunState } from './state.js';
import { numberText } from '../base/numbers.js';
import { learningRate, type Stepper } from './stepper.js';
import type { Recipe } from './step.js';

/** Where a run stood before its last call of steps: enough to take them again. */
export interface Remembered {
  readonly tensors: RunState['tensors'];
  readonly generator: Mt19937State;
  readonly step: number;
  readonly batches: readonly Uint32Array[];
}

/** What taking the steps again needs. */
export interface Replay {
  readonly backend: Backend;
  readonly recipe: Recipe;
  readonly stepper: Stepper;
}

/** Remembers where a run stands before it takes `batches`. Nothing is copied but the generator. */
export function remember(
  { tensors, generator, step }: RunState,
  batches: readonly Uint32Array[],
): Remembered {
  return { tensors, generator: generator.state(), step, batches };
}

/**
 * The error for a run whose numbers are no longer finite. Takes the steps before the bad one again, looks
 * into that one, and names the first layer that gave something which is not finite.
 *
 * @param bad index in `before.batches` of the step that went wrong
 * @param what what was seen of it, such as `the loss of step 13 is NaN`
 */
async function diverged(
  { backend, recipe, stepper }: Replay,
  state: RunState,
  before: Remembered,
  { bad, what }: { readonly bad: number; readonly what: string },
): Promise<LoomError> {
  const again: RunState = {
    ...state,
    tensors: before.tensors,
    generator: Mt19937.fromState(before.generator),
    step: before.step,
  };
  if (bad > 0) await stepper.take(again, before.batches.slice(0, bad));
  const parameter = brokenTensor(again);
  const place = await firstNotFinite(backend, recipe, {
    tensors: again.tensors,
    rows: before.batches[bad]!,
    generator: again.generator,
  });
  if (place?.part === 'inputs') {
    return new LoomError(
      'bad-data',
      `the samples of step ${before.step + bad + 1} hold numbers that are not finite. Look for empty or broken values in the data`,
    );
  }
  const kept = state.epoch > 0 ? `. The checkpoint of epoch ${state.epoch} is kept` : '';
  const { where, words } = blame(parameter, place);
  return new LoomError(
    'diverged',
    `training diverged in epoch ${state.epoch + 1}: ${what}; ${words}. ` +
      `Try ${gentler(recipe.optimizer)}, or normalise the inputs${kept}`,
    { where: where ?? `step ${before.step + bad + 1}` },
  );
}

/**
 * A learning rate to try, in words: a tenth of the one that was too large, as people search by powers of ten, but
 * at most the optimizer's default.
 */
function gentler({ definition, params }: Recipe['optimizer']): string {
  const rate = learningRate(params);
  const usual = learningRate(resolveParams(definition.params, {}));
  const tenth = Number((rate / 10).toPrecision(2));
  return tenth > usual
    ? `a much smaller learning rate: ${numberText(usual)}, where ${definition.type} usually starts, instead of ${numberText(rate)}`
    : `a smaller learning rate, such as ${numberText(tenth)} instead of ${numberText(rate)}`;
}

/** Throws when one of the losses of the steps since `before` is not finite. */
export async function checkLosses(
  replay: Replay,
  state: RunState,
  before: Remembered,
  losses: Float32Array,
): Promise<void> {
  const bad = losses.findIndex((loss) => !Number.isFinite(loss));
  if (bad < 0) return;
  const what = `the loss of step ${before.step + bad + 1} is ${losses[bad]}`;
  throw await diverged(replay, state, before, { bad, what });
}

/** Throws when a tensor is not finite though all losses were: the last step since `before` has made it so. */
export async function checkTensors(replay: Replay, state: RunState, before: Remembered): Promise<void> {
  const broken = brokenTensor(state);
  if (broken === null) return;
  const what = `after step ${state.step}, ${broken} holds numbers that are not finite`;
  throw await diverged(replay, state, before, { bad: before.batches.length - 1, what });
}

/** The name of the first tensor that holds a number which is not finite. */
function brokenTensor({ tensors }: Pick<RunState, 'tensors'>): string | null {
  for (const [name, { data }] of Object.entries(tensors)) {
    const numbers = data as Float32Array;
    for (let i = 0; i < numbers.length; i++) if (!Number.isFinite(numbers[i])) return name;
  }
  return null;
}

function blame(parameter: string | null, place: Place | null): { where: string | null; words: string } {
  if (parameter !== null) {
    const where = `layer "${parameter.split('.')[0]}"`;
    return { where, words: `the step before has made ${parameter} larger than a number can be` };
  }
  if (!place) return { where: null, words: 'its update was larger than a number can be' };
  return { where: place.layer, words: WORDS[place.part](place.layer ?? '') };
}

const WORDS: Readonly<Record<Place['part'], (layer: string) => string>> = {
  inputs: () => 'its samples are not finite',
  output: (layer) => `${layer} is the first whose output is not finite`,
  loss: () => 'every layer’s output is still finite, but too far from its target',
  gradient: (layer) => `the gradient that reaches ${layer} is not finite`,
};
