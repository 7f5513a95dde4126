import type { Backend, Executable, Tensors } from '../backends/backend.js';
import type { Graph } from '../tensor/graph.js';
import { dimProduct } from '../base/shape.js';
import { FLOAT_BYTES, tensor } from '../tensor/tensor.js';
import type { BoundModel } from '../nn/model/bind.js';
import { createBuilder } from '../tensor/operators/index.js';
import type { Recipe } from './recipe.js';
import { forwardAndLoss } from './step.js';

/** Samples in one call. By measurement, larger batches are not faster and need more memory. */
const EVALUATION_BATCH = 500;
/** Limit of one layer's output in a call, in bytes: a model that trains in small batches must not fail here. */
const MOST_BYTES = 2 ** 29;

/** Samples in one call for a model. */
function batchFor({ layers }: BoundModel): number {
  const widest = Math.max(...layers.map(({ output }) => dimProduct(output, 1))) * FLOAT_BYTES;
  return Math.max(1, Math.min(EVALUATION_BATCH, Math.floor(MOST_BYTES / widest)));
}

/** Results of a model on some samples. */
export interface Evaluation {
  /** Mean over samples, also if the loss is a sum; the weighted mean if it has weights. */
  readonly loss: number;
  /** Share of correct predictions, 0 to 1; null if there are no classes. */
  readonly accuracy: number | null;
  /** The model's outputs for all samples, one row each, in the order of `rows`; numbers in the targets' units. */
  readonly outputs: Float32Array;
}

/** Runs a model on samples without training it. */
export interface Evaluator {
  /** `rows` must not be empty. */
  readonly evaluate: (state: Tensors, rows: Uint32Array) => Promise<Evaluation>;
  readonly dispose: () => Promise<void>;
}

interface EvaluationGraph {
  readonly graph: Graph;
  readonly names: {
    readonly output: string;
    readonly loss: string;
    readonly weight: string | null;
    readonly correct: string | null;
  };
}

function buildEvaluation(recipe: Recipe, batch: number): EvaluationGraph {
  const b = createBuilder();
  // A mean over all samples is the quotient of two sums, so that its value does not depend on the batches.
  const { output, loss, weight, correct } = forwardAndLoss(b, recipe, batch, false);
  const restored = recipe.source.targetPipeline.restore(b, output);
  return {
    graph: b.build([restored, loss, weight, correct].filter((value) => value != null)),
    names: {
      output: restored.name,
      loss: loss.name,
      weight: weight?.name ?? null,
      correct: correct?.name ?? null,
    },
  };
}

/** Creates an evaluator; graphs are compiled when a batch size first occurs. */
export function createEvaluator(backend: Pick<Backend, 'compile'>, recipe: Recipe): Evaluator {
  const most = batchFor(recipe.model);
  const isSum = recipe.loss.params['reduction'] === 'sum';
  const compiled = new Map<number, { names: EvaluationGraph['names']; executable: Executable }>();
  const forBatch = async (batch: number) => {
    const known = compiled.get(batch);
    if (known) return known;
    const { graph, names } = buildEvaluation(recipe, batch);
    const made = { names, executable: await backend.compile(graph) };
    compiled.set(batch, made);
    return made;
  };

  return {
    evaluate: async (state, rows) => {
      const parts: Float32Array[] = [];
      let lossSum = 0;
      let weightSum = 0;
      let correct = 0;
      for (let start = 0; start < rows.length; start += most) {
        const batch = Int32Array.from(rows.subarray(start, start + most));
        const { names, executable } = await forBatch(batch.length);
        const results = await executable.run({
          ...state,
          samples: recipe.source.samples,
          targets: recipe.source.targets,
          indices: tensor('int32', [batch.length], batch),
        });
        parts.push(floats(results, names.output));
        const weight = names.weight ? floats(results, names.weight)[0]! : batch.length;
        lossSum += floats(results, names.loss)[0]! * (isSum ? 1 : weight);
        weightSum += isSum ? batch.length : weight;
        if (names.correct) correct += floats(results, names.correct)[0]!;
      }
      return {
        loss: lossSum / weightSum,
        accuracy: recipe.source.classNames ? correct / rows.length : null,
        outputs: concat(parts),
      };
    },
    dispose: async () => {
      for (const { executable } of compiled.values()) await executable.dispose();
      compiled.clear();
    },
  };
}

/** The float32 output named `name`. */
export function floats(results: Tensors, name: string): Float32Array {
  return results[name]!.data as Float32Array;
}

function concat(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
