import type { Backend, Executable, Tensors } from '../backends/backend.js';
import { dimProduct } from '../base/shape.js';
import { activationRange, elementwiseActivations } from '../evaluate/functions.js';
import type { BoundLayer } from '../nn/model/bind.js';
import { gradients } from '../tensor/autodiff.js';
import { createBuilder } from '../tensor/operators/index.js';
import { float32, FLOAT_BYTES, numel, tensor, type Tensor, type TensorOf } from '../tensor/tensor.js';
import type { Recipe } from '../train/recipe.js';
import { judgedRows } from '../train/rows.js';
import type { RunState } from '../train/state.js';
import { forwardAndLoss } from '../train/step.js';
import { DEAD } from './findings.js';
import { isEarly, withRecord, type HealthHistory, type HealthRecord } from './history.js';
import { distributionOf } from './histogram.js';

/** The most samples that are looked at, and the most bytes of their activations. */
const SAMPLES = 64;
const MOST_BYTES = 2 ** 24;
/** The most samples for which so many units must be flat that they count as dead: some units are for rare samples. */
const SAMPLES_OF_DEAD = 512;

/** Keeps the distributions of a model's numbers while it trains, at a bounded share of the time. */
export interface HealthRecorder {
  readonly history: () => HealthHistory;
  /** The next step after `step` whose record is due although no epoch ends there. */
  readonly nextStep: (step: number) => number;
  /** Records a state between two steps, which it does not change, if a record is due. */
  readonly look: (state: RunState) => Promise<void>;
  readonly dispose: () => Promise<void>;
}

/** The run that a recorder follows. */
export interface RecorderOptions {
  readonly stepsPerEpoch: number;
  /** Steps of the whole run. */
  readonly steps: number;
  /** The records of an earlier part of the run. */
  readonly before: HealthHistory | null;
  /** Milliseconds since an arbitrary moment. */
  readonly now: () => number;
  /** Called after each record. */
  readonly recorded?: (history: HealthHistory) => void;
}

/** The most numbers of a tensor that are counted between the first and the last step. */
const NUMBERS = 2 ** 15;
/** Moments of a run besides powers of two and the ends of epochs, so that a short run has enough records. */
const MOMENTS = 32;

/** Records take at most these shares of the time trained so far, and of the time that the whole run will take. */
const SHARES = { soFar: 0.012, whole: 0.008 };
/** The part of that time for records within epochs, which come first and would leave nothing for the later ones. */
const EARLY_PART = 0.5;

/**
 * Creates a recorder for a run. The same samples are looked at every time: the first that validate for activations, the
 * first that train for gradients.
 */
export function createHealthRecorder(
  backend: Pick<Backend, 'compile'>,
  recipe: Recipe,
  rows: Pick<RunState, 'train' | 'validation'>,
  { stepsPerEpoch, steps, before, now, recorded }: RecorderOptions,
): HealthRecorder {
  const { model } = recipe;
  let history: HealthHistory = before ?? {
    stepsPerEpoch,
    parameters: model.parameters.map(({ path }) => path),
    layers: model.layers.map(({ spec }) => spec.name),
    records: [],
  };
  let probe: Promise<Probe> | null = null;
  let spent = 0;
  const every = Math.ceil(steps / MOMENTS);
  const isDue = ({ step, order, seconds, epochSeconds }: RunState) => {
    if (history.records.some((record) => record.step === step)) return false;
    if (step === 0 || step === steps) return true;
    const trained = (seconds + epochSeconds) * 1000;
    const mayTake = trained * (SHARES.soFar + (SHARES.whole * steps) / step);
    return order === null
      ? spent <= mayTake
      : (isEarly(step) || step % every === 0) && spent <= EARLY_PART * mayTake;
  };
  return {
    history: () => history,
    nextStep: (step) =>
      Math.min(
        step === 0 ? 1 : 2 ** (Math.floor(Math.log2(step)) + 1),
        (Math.floor(step / every) + 1) * every,
      ),
    look: async (state) => {
      if (!isDue(state)) return;
      const start = now();
      probe ??= openProbe(backend, recipe, rows);
      const limit = state.step === 0 || state.step === steps ? Infinity : NUMBERS;
      history = withRecord(history, await (await probe).record(state, limit));
      spent += now() - start;
      recorded?.(history);
    },
    dispose: async () => (await probe)?.dispose(),
  };
}

/** Compiled graphs that give a model's numbers. */
interface Probe {
  /** Counts at most about `limit` numbers of each tensor. */
  readonly record: (state: RunState, limit: number) => Promise<HealthRecord>;
  readonly dispose: () => Promise<void>;
}

async function openProbe(
  backend: Pick<Backend, 'compile'>,
  recipe: Recipe,
  rows: Pick<RunState, 'train' | 'validation'>,
): Promise<Probe> {
  const { model } = recipe;
  const samples = samplesFor(model.layers);
  const judged = judgedRows(rows).subarray(0, Math.max(samples, SAMPLES_OF_DEAD));
  const looked = judged.subarray(0, samples);
  const activations = await openActivations(backend, recipe, looked.length);
  const trained = rows.train.subarray(0, samples);
  const slopes = await openGradients(backend, recipe, trained.length);
  const flat = model.layers.map(flatness);
  const flatIn = (values: readonly TensorOf<'float32'>[]) => flat.map((of, at) => of?.(values[at]!) ?? null);
  return {
    record: async ({ tensors, step }, limit) => {
      const counted = (found: Tensor) => distributionOf(found.data as Float32Array, limit);
      const [input, ...outputs] = await activations.run(tensors, looked);
      const found = flatIn([input!, ...outputs]);
      const seemDead = () => found.some((one) => one && shareOfFlat(one.awake) >= DEAD);
      for (let at = samples; at + samples <= judged.length && seemDead(); at += samples) {
        const more = flatIn(await activations.run(tensors, judged.subarray(at, at + samples)));
        found.forEach((one, layer) => more[layer]?.awake.forEach((is, unit) => (one!.awake[unit]! |= is)));
      }
      return {
        step,
        weights: model.parameters.map(({ path }) => counted(tensors[path]!)),
        gradients: (await slopes.run(tensors, trained)).map(counted),
        activations: outputs.map(counted),
        flatUnits: found.map((one) => one && shareOfFlat(one.awake)),
        flatOutputs: found.map((one) => one && one.outputs),
      };
    },
    dispose: async () => {
      await activations.dispose();
      await slopes.dispose();
    },
  };
}

const shareOfFlat = (awake: Uint8Array) => awake.filter((one) => one === 0).length / awake.length;

function samplesFor(layers: readonly BoundLayer[]): number {
  const bytes = layers.reduce((sum, { output }) => sum + dimProduct(output, 1) * FLOAT_BYTES, 0);
  // A batch norm has no statistics of a single sample.
  return Math.max(2, Math.min(SAMPLES, Math.floor(MOST_BYTES / bytes)));
}

/** A graph on a fixed number of samples, which gives some of its values. */
interface Fixed {
  readonly run: (tensors: Tensors, rows: Uint32Array) => Promise<readonly TensorOf<'float32'>[]>;
  readonly dispose: () => Promise<void>;
}

const NOTHING: Fixed = { run: () => Promise.resolve([]), dispose: () => Promise.resolve() };

/** The prepared samples and the output of each layer, as in validation. */
async function openActivations(
  backend: Pick<Backend, 'compile'>,
  recipe: Recipe,
  count: number,
): Promise<Fixed> {
  const b = createBuilder();
  const { samples, taps } = forwardAndLoss(b, recipe, count, false, []);
  const wanted = [samples, ...taps];
  const executable = await backend.compile(b.build([...new Set(wanted)]));
  return fixed(
    executable,
    recipe,
    {},
    wanted.map(({ name }) => name),
  );
}

/** The loss's gradient in each parameter, as in training, but without augmentation, and dropout lets everything pass. */
async function openGradients(
  backend: Pick<Backend, 'compile'>,
  recipe: Recipe,
  count: number,
): Promise<Fixed> {
  if (recipe.model.parameters.length === 0) return NOTHING;
  const b = createBuilder();
  const plain = { ...recipe, source: { ...recipe.source, augment: null } };
  const { tensors, loss, noise } = forwardAndLoss(b, plain, count, true);
  const found = gradients(
    b,
    loss,
    recipe.model.parameters.map(({ path }) => tensors.get(path)!),
  );
  const masks = Object.fromEntries(
    noise.map(({ value, shape, keep }): [string, Tensor] => [
      value.name,
      float32(shape, new Float32Array(numel(shape)).fill(keep)),
    ]),
  );
  const executable = await backend.compile(b.build(found));
  return fixed(
    executable,
    plain,
    masks,
    found.map(({ name }) => name),
  );
}

function fixed(
  executable: Executable,
  { source: { samples, targets } }: Recipe,
  others: Tensors,
  names: readonly string[],
): Fixed {
  return {
    run: async (tensors, rows) => {
      const indices = tensor('int32', [rows.length], Int32Array.from(rows));
      const found = await executable.run({ ...tensors, ...others, samples, targets, indices });
      return names.map((name) => found[name] as TensorOf<'float32'>);
    },
    dispose: executable.dispose,
  };
}

/** The parts of an activation's outputs that do not change with its inputs, from these; null for other layers. */
function flatness({ definition, spec, output, parameters }: BoundLayer) {
  if (!elementwiseActivations.includes(definition) || parameters.length > 0) return null;
  const [from, to] = activationRange(spec.type, spec.params).sensitive;
  const positions = dimProduct(output, 2);
  return ({ data, shape }: TensorOf<'float32'>) => {
    const units = shape[1] ?? 1;
    const awake = new Uint8Array(units);
    let sensitive = 0;
    for (let start = 0, unit = 0; start < data.length; start += positions, unit = (unit + 1) % units) {
      let found = 0;
      for (let i = start; i < start + positions; i++) if (data[i]! >= from && data[i]! <= to) found++;
      if (found > 0) awake[unit] = 1;
      sensitive += found;
    }
    return { awake, outputs: 1 - sensitive / data.length };
  };
}
