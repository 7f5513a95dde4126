import { z } from '../base/zod.js';
import type { Backend } from '../backends/backend.js';
import { parseProject } from '../project/parse.js';
import { gradients } from '../tensor/autodiff.js';
import { createBuilder } from '../tensor/operators/index.js';
import { numel, tensor, type Tensor } from '../tensor/tensor.js';
import { askedModel } from '../runs/openModels.js';
import { openRecipe, type Recipe } from '../train/recipe.js';
import { initialState, type RunState } from '../train/state.js';
import { forwardAndLoss } from '../train/step.js';
import { floatsSchema } from './arrays.js';
import { defineJob } from './define.js';

const figure = z.number();

const resultSchema = z.strictObject({
  /** In the order of PyTorch's `named_parameters()`. */
  parameters: z
    .array(
      z.strictObject({
        name: z.string(),
        shape: z.array(z.int().min(1)).readonly(),
        min: figure,
        max: figure,
        mean: figure,
        std: figure,
        /** The length of the gradient of `samples`. */
        gradient: figure,
      }),
    )
    .readonly(),
  /** The values of the parameter asked for, and the gradient of each. */
  values: floatsSchema.nullable(),
  gradients: floatsSchema.nullable(),
  /** Training samples whose loss has this gradient: the first in order. */
  samples: z.int().min(1),
});

/** A model's parameters. */
export type Parameters = z.output<typeof resultSchema>;

/** The most samples of a gradient. */
const SAMPLES = 64;

/** The parameters of a run's model at its last checkpoint or, without a run, of a project before training. */
export const namedParameters = defineJob({
  name: 'namedParameters',
  host: 'engine',
  quick: true,
  input: z.strictObject({
    /** The folder of the run; null for a project. */
    run: z.string().nullable(),
    weights: askedModel.weights,
    /** The text of a project; null for a run. */
    project: z.string().nullable().default(null),
    /** The parameter whose values are asked for. */
    of: z.string().nullable().default(null),
  }),
  paths: { run: 'run' },
  progress: z.never(),
  result: resultSchema,
  run: async ({ run, weights, project: text, of }, { environment }): Promise<Parameters> => {
    if (run !== null) {
      return environment.models.use({ run, weights }, ({ recipe, state, backend }) =>
        describe(recipe, state, backend, of),
      );
    }
    const project = parseProject(text!);
    const recipe = await openRecipe(project, environment.loadImages);
    const { backend } = await environment.selectBackend('native', environment.threads);
    return describe(recipe, initialState(recipe, project.training.seed), backend, of);
  },
});

async function describe(
  recipe: Recipe,
  state: RunState,
  backend: Backend,
  of: string | null,
): Promise<Parameters> {
  const rows = state.train.subarray(0, SAMPLES);
  const found = await parameterGradients(recipe, state, rows, backend);
  const data = (tensors: Readonly<Record<string, Tensor>>, name: string) =>
    tensors[name]!.data as Float32Array;
  const named = of !== null && of in found ? of : null;
  return {
    parameters: recipe.model.parameters.map(({ path, shape }) => ({
      name: path,
      shape,
      ...figuresOf(data(state.tensors, path)),
      gradient: lengthOf(data(found, path)),
    })),
    values: named === null ? null : data(state.tensors, named),
    gradients: named === null ? null : data(found, named),
    samples: rows.length,
  };
}

/** The gradient of the mean loss of some samples, by the parameters' names. Random layers let everything pass. */
async function parameterGradients(
  recipe: Recipe,
  { tensors }: RunState,
  rows: Uint32Array,
  backend: Backend,
): Promise<Readonly<Record<string, Tensor>>> {
  const source = {
    ...recipe.source,
    samples: pick(recipe.source.samples, rows),
    targets: pick(recipe.source.targets, rows),
  };
  const b = createBuilder();
  const forward = forwardAndLoss(b, { ...recipe, source }, rows.length, false);
  const { parameters: own, buffers } = recipe.model;
  const values = gradients(
    b,
    forward.loss,
    own.map(({ path }) => forward.tensors.get(path)!),
  );
  const executable = await backend.compile(b.build(values));
  try {
    const state = Object.fromEntries([...own, ...buffers].map(({ path }) => [path, tensors[path]!]));
    const indices = tensor(
      'int32',
      [rows.length],
      Int32Array.from(rows, (_, i) => i),
    );
    const found = await executable.run({
      ...state,
      samples: source.samples,
      targets: source.targets,
      indices,
    });
    return Object.fromEntries(own.map(({ path }, i) => [path, found[values[i]!.name]!]));
  } finally {
    await executable.dispose();
  }
}

/** Some rows of a tensor. */
function pick<T extends Tensor>(whole: T, rows: Uint32Array): T {
  const size = numel(whole.shape.slice(1));
  const data = whole.data.slice(0, rows.length * size);
  rows.forEach((row, i) => data.set(whole.data.subarray(row * size, (row + 1) * size) as never, i * size));
  return { ...whole, shape: [rows.length, ...whole.shape.slice(1)], data };
}

const lengthOf = (values: Float32Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));

function figuresOf(values: Float32Array) {
  let [min, max, sum, squares] = [Infinity, -Infinity, 0, 0];
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
  }
  const mean = sum / values.length;
  for (const value of values) squares += (value - mean) ** 2;
  return { min, max, mean, std: Math.sqrt(squares / values.length) };
}
