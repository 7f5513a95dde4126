import type { Tensors } from '../backends/backend.js';
import { createReferenceBackend, evaluate } from '../backends/reference.js';
import type { Project } from '../project/schema.js';
import { createBuilder } from '../tensor/operators/index.js';
import { tensor, toNumbers } from '../tensor/tensor.js';
import { failure } from '../base/problem.js';
import { openRecipe } from './recipe.js';
import { initialState } from './state.js';
import { forwardAndLoss } from './step.js';
import { learningRate } from './rates.js';
import { createStepper } from './stepper.js';

/** A place on a landscape: parameters by name. */
export type Point = Tensors;

/** The way of a model's parameters while it trains. */
export interface Descent {
  /** Parameters before the first step and after each. */
  readonly points: readonly Point[];
  /** The loss at each point that was left; the last is not finite if training diverged. */
  readonly losses: readonly number[];
}

/** The loss of a small model as a function of its parameters. */
export interface Landscape {
  readonly lossAt: (parameters: Point) => number;
  /** Takes training steps on all rows at once, from these parameters, until one has a loss that is not finite. */
  readonly descend: (start: Point, steps: number) => Promise<Descent>;
}

/** The landscape of a project with a table, all of whose rows train, on the reference backend. */
export async function openLandscape(project: Project): Promise<Landscape> {
  const recipe = await openRecipe(project, () => Promise.reject(failure('bad-data/no-whole-row', {})));
  const { samples, targets, train } = recipe.source;
  const b = createBuilder();
  const { loss } = forwardAndLoss(b, recipe, train.length, false);
  const graph = b.build([loss]);
  const batch = { samples, targets, indices: tensor('int32', [train.length], Int32Array.from(train)) };
  return {
    lossAt: (parameters) => toNumbers(evaluate(graph, { ...parameters, ...batch })[loss.name]!)[0]!,
    descend: async (start, steps) => {
      const stepper = createStepper(createReferenceBackend(), recipe);
      const state = initialState(recipe, project.training.seed);
      state.tensors = { ...state.tensors, ...start };
      const points = [state.tensors];
      const losses: number[] = [];
      const rate = learningRate(recipe.optimizer.params);
      while (losses.length < steps) {
        const left = (await stepper.run(state, [train], [rate])).losses[0]!;
        losses.push(left);
        if (!Number.isFinite(left)) break;
        points.push(state.tensors);
      }
      return { points, losses };
    },
  };
}
