import type { Backend, LoopExecutable, Tensors } from '../backends/backend.js';
import type { NoiseRequest } from '../nn/model/forward.js';
import { bernoulli, type Mt19937 } from '../random/torch.js';
import { numel, tensor, type Tensor } from '../tensor/tensor.js';
import { floats } from './evaluator.js';
import type { Recipe } from './recipe.js';
import type { SampleSource } from './source.js';
import type { RunState } from './state.js';
import { buildTrainingStep, scalarName, type TrainingStep } from './step.js';

/** Results of consecutive steps. */
export interface StepResults {
  /** Mean loss of each step's batch. */
  readonly losses: Float32Array;
  /** Number of correct predictions in each step's batch; null if there are no classes. */
  readonly correct: Float32Array | null;
}

/** Runs training steps; compiles the program for each batch size on demand. */
export interface Stepper {
  /** Builds the steps for batches of these lengths; throws `bad-shape` if one of them does not fit the model. */
  readonly prepare: (lengths: readonly number[]) => void;
  /**
   * Trains on `batches` (rows of the data set, all of one length), one step each with its learning rate, and updates
   * `state`.
   */
  readonly run: (
    state: RunState,
    batches: readonly Uint32Array[],
    rates: readonly number[],
  ) => Promise<StepResults>;
  readonly dispose: () => Promise<void>;
}

interface Compiled {
  readonly step: TrainingStep;
  readonly executable: LoopExecutable;
}

/** Creates a stepper for a recipe on a backend. */
export function createStepper(backend: Backend, recipe: Recipe): Stepper {
  const { samples, targets, augment } = recipe.source;
  const constants = augment ? { targets } : { samples, targets };
  const built = new Map<number, TrainingStep>();
  const stepFor = (batch: number): TrainingStep => {
    const step = built.get(batch) ?? buildTrainingStep(recipe, batch);
    built.set(batch, step);
    return step;
  };
  const compiled = new Map<number, Compiled>();
  const forBatch = async (batch: number): Promise<Compiled> => {
    const known = compiled.get(batch);
    if (known) return known;
    const step = stepFor(batch);
    const made = { step, executable: await backend.compileLoop(step.program) };
    compiled.set(batch, made);
    return made;
  };

  return {
    prepare: (lengths) => lengths.forEach(stepFor),
    run: async (state, batches, rates) => {
      const { step, executable } = await forBatch(batches[0]!.length);
      const steps = batches.length;
      const { state: next, scanned } = await executable.run({
        steps,
        state: state.tensors,
        constants,
        perStep: {
          indices: stackRows(batches),
          ...scalarInputs(recipe, state.step, rates),
          ...drawInputs(recipe.source, step.noise, state.generator, batches),
        },
      });
      state.tensors = next;
      state.step += steps;
      return {
        losses: floats(scanned, step.metrics.loss),
        correct: step.metrics.correct ? floats(scanned, step.metrics.correct) : null,
      };
    },
    dispose: async () => {
      for (const { executable } of compiled.values()) await executable.dispose();
      compiled.clear();
    },
  };
}

function stackRows(batches: readonly Uint32Array[]): Tensor {
  const width = batches[0]!.length;
  const rows = new Int32Array(batches.length * width);
  batches.forEach((batch, i) => rows.set(batch, i * width));
  return tensor('int32', [batches.length, width], rows);
}

/** The optimizer's scalars of each step, computed in double precision as PyTorch does. */
function scalarInputs({ optimizer }: Recipe, stepsDone: number, rates: readonly number[]): Tensors {
  const perStep = rates.map((rate, i) =>
    optimizer.definition.scalars(optimizer.params, rate, stepsDone + i + 1),
  );
  return Object.fromEntries(
    Object.keys(perStep[0]!).map((name) => [
      scalarName(name),
      tensor(
        'float32',
        [rates.length],
        Float32Array.from(perStep, (scalars) => scalars[name]!),
      ),
    ]),
  );
}

/** Memory for the augmented images of one call. */
const MOST_BYTES = 32 * 1024 * 1024;

/** The most steps in one call, limited by the memory of their augmented images. */
export function maxSteps({ augment, samples }: SampleSource, batch: number): number {
  if (!augment) return Infinity;
  return Math.max(1, Math.floor(MOST_BYTES / (batch * numel(samples.shape.slice(1)))));
}

/** A random input of the next steps. */
interface Draw {
  readonly name: string;
  /** `[steps, …]` */
  readonly whole: Tensor;
  /** Draws one step's part. */
  readonly step: (step: number) => void;
}

/**
 * Draws the random inputs of the next steps, in PyTorch's order regardless of their number: for each step the
 * augmented images of its batch, as the DataLoader fetches them, then the masks layer by layer, as the
 * forward pass needs them.
 */
export function drawInputs(
  source: SampleSource,
  noise: readonly NoiseRequest[],
  generator: Mt19937,
  batches: readonly Uint32Array[],
): Tensors {
  const draws = [
    ...drawImages(source, generator, batches),
    ...noise.map((request) => drawMask(request, generator, batches.length)),
  ];
  for (let step = 0; step < batches.length; step++) for (const draw of draws) draw.step(step);
  return Object.fromEntries(draws.map(({ name, whole }) => [name, whole]));
}

function drawImages(
  { augment, samples }: SampleSource,
  generator: Mt19937,
  batches: readonly Uint32Array[],
): Draw[] {
  if (!augment || samples.dtype !== 'uint8') return [];
  const shape = samples.shape.slice(1);
  const size = numel(shape);
  const width = batches[0]!.length;
  const data = new Uint8Array(batches.length * width * size);
  const bytes = samples.data;
  const step = (k: number) =>
    batches[k]!.forEach((row, i) => {
      const at = (k * width + i) * size;
      augment(generator, bytes.subarray(row * size, (row + 1) * size), data.subarray(at, at + size));
    });
  return [{ name: 'batch', whole: tensor('uint8', [batches.length, width, ...shape], data), step }];
}

function drawMask({ value, shape, keep }: NoiseRequest, generator: Mt19937, steps: number): Draw {
  const size = numel(shape);
  const data = new Float32Array(steps * size);
  return {
    name: value.name,
    whole: tensor('float32', [steps, ...shape], data),
    step: (k) => bernoulli(generator, data.subarray(k * size, (k + 1) * size), keep),
  };
}
