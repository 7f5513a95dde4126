import { gradients } from '../tensor/autodiff.js';
import type { Backend, Tensors } from '../backends/backend.js';
import type { Graph, Value } from '../tensor/graph.js';
import { tensor } from '../tensor/tensor.js';
import { forwardModel, type NoiseRequest } from '../nn/model/forward.js';
import { createBuilder } from '../tensor/operators/index.js';
import type { Mt19937 } from '../random/mt19937.js';
import { drawInputs } from './draws.js';
import { readTrainingBatch } from './source.js';
import { declareTensors, type Recipe } from './step.js';

/** A value of a training step, in the order in which the step computes them. */
export interface Place {
  /** The layer's name and type, as messages write them; null for the batch and the loss. */
  readonly layer: string | null;
  readonly part: 'inputs' | 'output' | 'loss' | 'gradient';
}

interface Probe {
  readonly graph: Graph;
  /** Names of the graph's outputs: one number for each place, NaN where something there is not finite. */
  readonly places: readonly (Place & { readonly name: string })[];
  readonly noise: readonly NoiseRequest[];
}

/** What a step is looked at with. */
export interface ProbedStep {
  /** The state before it. */
  readonly tensors: Tensors;
  /** Its rows of the data set. */
  readonly rows: Uint32Array;
  /** What it takes its chances from, as it was before. */
  readonly generator: Mt19937;
}

/**
 * Runs one step without its update and finds the first value that is not finite: forward through the
 * layers, the loss, then the gradients back to front.
 *
 * @returns null when every value is finite
 */
export async function firstNotFinite(
  backend: Backend,
  recipe: Recipe,
  { tensors, rows, generator }: ProbedStep,
): Promise<Place | null> {
  const { graph, places, noise } = buildProbe(recipe, rows.length);
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

function buildProbe({ model, source, loss }: Recipe, batch: number): Probe {
  const b = createBuilder();
  const tensors = declareTensors(b, model);
  const { samples, targets } = readTrainingBatch(b, source, batch);
  const pass = forwardModel(b, model, samples, { training: true, tensor: (path) => tensors.get(path)! });
  const lossValue = loss.definition.forward(b, pass.output, targets, loss.params);
  const owned = model.layers.flatMap((layer) =>
    layer.parameters.map(({ path }) => ({ layer: nameOf(layer), value: tensors.get(path)! })),
  );
  const slopes = gradients(
    b,
    lossValue,
    owned.map(({ value }) => value),
  );
  const watched: (Place & { readonly value: Value })[] = [
    { layer: null, part: 'inputs', value: samples },
    ...model.layers.map((layer, i) => ({
      layer: nameOf(layer),
      part: 'output' as const,
      value: pass.taps[i]!,
    })),
    { layer: null, part: 'loss', value: lossValue },
    ...owned.map(({ layer }, i) => ({ layer, part: 'gradient' as const, value: slopes[i]! })).reverse(),
  ];
  const places = watched.map(({ layer, part, value }) => ({
    layer,
    part,
    // Infinity and NaN times 0 are NaN: one number tells, whatever the size of the value.
    mark: b.op('ReduceSum', [b.op('Mul', [value, b.scalar(0)])], { keepdims: 0 }),
  }));
  return {
    graph: b.build(places.map(({ mark }) => mark)),
    places: places.map(({ layer, part, mark }) => ({ layer, part, name: mark.name })),
    noise: pass.noise,
  };
}

function nameOf({ spec }: Recipe['model']['layers'][number]): string {
  return `layer "${spec.name}" (${spec.type})`;
}
