import type { Backend } from '../backends/backend.js';
import { z } from '../base/zod.js';
import { distributionOf } from '../evaluate/distribution.js';
import { parseProject } from '../project/parse.js';
import { askedModel } from '../runs/openModels.js';
import { gradients } from '../tensor/autodiff.js';
import { createBuilder } from '../tensor/operators/index.js';
import { takeRows, tensor, type Tensor } from '../tensor/tensor.js';
import { openRecipe, type Recipe } from '../train/recipe.js';
import { initialState, type RunState } from '../train/state.js';
import { forwardAndLoss } from '../train/step.js';
import { defineJob, floatsSchema } from './define.js';

const resultSchema = z.strictObject({
  /** In the order of PyTorch's `named_parameters()`. */
  parameters: z
    .array(
      z.strictObject({
        name: z.string(),
        /** The layer's position in the model. */
        layer: z.int().min(0),
        shape: z.array(z.int().min(1)).readonly(),
        min: z.number(),
        max: z.number(),
        mean: z.number(),
        std: z.number(),
        bins: z.array(z.int()).readonly(),
        /** The length of the gradient; null unless gradients are asked for. */
        gradient: z.number().nullable(),
      }),
    )
    .readonly(),
  /** The values of the parameter asked for, and the gradient of each. */
  values: floatsSchema.nullable(),
  gradients: floatsSchema.nullable(),
  /** Training samples whose mean loss the gradients are of: the first in order. */
  samples: z.int().min(1),
});

/** A model's parameters. */
export type Parameters = z.output<typeof resultSchema>;

/** The most samples of a gradient, and steps of a histogram. */
const SAMPLES = 64;
const BINS = 41;

/** The parameters of a run's model at its last checkpoint or, without a run, of a project before training. */
export const parameters = defineJob({
  name: 'parameters',
  host: 'engine',
  quick: true,
  input: z.strictObject({
    /** The folder of the run; null for a project. */
    run: z.string().nullable(),
    weights: askedModel.weights,
    /** The text of a project; null for a run. */
    project: z.string().nullable().default(null),
    /** The parameter whose values are asked for, such as `0.weight`. */
    of: z.string().nullable().default(null),
    /** Compute gradients, too. */
    gradients: z.boolean().default(false),
  }),
  paths: { run: 'run' },
  progress: z.never(),
  result: resultSchema,
  run: async ({ run, weights, project: text, ...asked }, { environment }): Promise<Parameters> => {
    if (run !== null) return environment.models.use({ run, weights }, (model) => describe(model, asked));
    const project = parseProject(text!);
    const recipe = await openRecipe(project, environment.loadImages);
    const state = initialState(recipe, project.training.seed);
    const { backend } = await environment.selectBackend('native', environment.threads);
    return describe({ recipe, state, backend }, asked);
  },
});

/** A model with its weights. */
interface Model {
  readonly recipe: Recipe;
  readonly state: RunState;
  readonly backend: Backend;
}

async function describe(
  model: Model,
  asked: { readonly of: string | null; readonly gradients: boolean },
): Promise<Parameters> {
  const { recipe, state } = model;
  const rows = state.train.subarray(0, SAMPLES);
  const found = asked.gradients ? await parameterGradients(model, rows) : null;
  const data = (tensors: Readonly<Record<string, Tensor>>, name: string) =>
    tensors[name]!.data as Float32Array;
  const of = recipe.model.parameters.some(({ path }) => path === asked.of) ? asked.of : null;
  return {
    parameters: recipe.model.layers.flatMap((layer, at) =>
      layer.parameters.map(({ path, shape }) => ({
        name: path,
        layer: at,
        shape,
        ...distributionOf(data(state.tensors, path), BINS),
        gradient: found && lengthOf(data(found, path)),
      })),
    ),
    values: of === null ? null : Float32Array.from(data(state.tensors, of)),
    gradients: of === null || found === null ? null : data(found, of),
    samples: rows.length,
  };
}

/** The gradient of the mean loss of some samples, by the parameters' names. Random layers let everything pass. */
async function parameterGradients(
  { recipe, state: { tensors }, backend }: Model,
  rows: Uint32Array,
): Promise<Readonly<Record<string, Tensor>>> {
  const samples = takeRows(recipe.source.samples, rows);
  const targets = takeRows(recipe.source.targets, rows);
  const b = createBuilder();
  const forward = forwardAndLoss(
    b,
    { ...recipe, source: { ...recipe.source, samples, targets } },
    rows.length,
    false,
  );
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
      samples,
      targets,
      indices,
    });
    return Object.fromEntries(own.map(({ path }, i) => [path, found[values[i]!.name]!]));
  } finally {
    await executable.dispose();
  }
}

const lengthOf = (values: Float32Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
