import type { Backend, LoopExecutable, Tensors } from '../backends/backend.js';
import { tensor, type Tensor } from '../tensor/tensor.js';
import { drawInputs } from './draws.js';
import { floats } from './evaluator.js';
import type { RunState } from './state.js';
import { buildTrainingStep, scalarName, type Recipe, type TrainingStep } from './step.js';

/** What a number of consecutive steps gave. */
export interface StepResults {
  /** Mean loss of each step's batch. */
  readonly losses: Float32Array;
  /** Number of right predictions in each step's batch; null where there are no classes. */
  readonly correct: Float32Array | null;
}

/** Takes steps: compiles the program for each batch size that comes up and feeds it. */
export interface Stepper {
  /** Builds the steps for batches of these lengths; throws `bad-shape` when the model does not take one of them. */
  readonly prepare: (lengths: readonly number[]) => void;
  /** Trains on `batches` (rows of the data set, all of one length), one step each, and updates `state`. */
  readonly take: (state: RunState, batches: readonly Uint32Array[]) => Promise<StepResults>;
  readonly dispose: () => Promise<void>;
}

interface Compiled {
  readonly step: TrainingStep;
  readonly executable: LoopExecutable;
}

/** Makes a stepper for a recipe on a backend. */
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
    take: async (state, batches) => {
      const { step, executable } = await forBatch(batches[0]!.length);
      const steps = batches.length;
      const { state: next, scanned } = await executable.run({
        steps,
        state: state.tensors,
        constants,
        perStep: {
          indices: stackRows(batches),
          ...scalarInputs(recipe, state.step, steps),
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
function scalarInputs({ optimizer }: Recipe, stepsDone: number, steps: number): Tensors {
  const perStep = Array.from({ length: steps }, (_, i) =>
    optimizer.definition.scalars(optimizer.params, learningRate(optimizer.params), stepsDone + i + 1),
  );
  return Object.fromEntries(
    Object.keys(perStep[0]!).map((name) => [
      scalarName(name),
      tensor(
        'float32',
        [steps],
        Float32Array.from(perStep, (scalars) => scalars[name]!),
      ),
    ]),
  );
}

/** The learning rate that the optimizer's settings ask for. */
export function learningRate(params: Readonly<Record<string, unknown>>): number {
  return params['lr'] as number;
}
