import type { Backend, Tensors } from '../backends/backend.js';
import type { BoundModel } from '../nn/model/bind.js';
import { constantTensors, forwardModel, logitsOf } from '../nn/model/forward.js';
import { createBuilder } from '../tensor/operators/index.js';
import { float32, type Tensor, type TensorOf } from '../tensor/tensor.js';
import type { LossDefinition } from '../nn/losses/define.js';
import { gradients } from '../tensor/autodiff.js';

/** A model whose every value can be asked for. */
export interface Taps {
  /** The input and then the output of each layer, for a batch of prepared samples. */
  readonly run: (input: Tensor) => Promise<readonly Tensor[]>;
  readonly dispose: () => Promise<void>;
}

/** Compiles a model with the output of each layer as an output of the graph. */
export async function openTaps(model: BoundModel, tensors: Tensors, backend: Backend): Promise<Taps> {
  const b = createBuilder();
  const x = b.input('input', 'float32', model.input);
  const { taps } = forwardModel(b, model, x, {
    training: false,
    tensors: constantTensors(b, model, tensors),
  });
  // A layer that does nothing, such as Dropout after training, gives its input itself, which can be no output.
  const computed = [...new Set(taps)].filter((tap) => tap !== x);
  const executable = computed.length > 0 ? await backend.compile(b.build(computed)) : null;
  return {
    run: async (input) => {
      const found = (await executable?.run({ input })) ?? {};
      return [input, ...taps.map((tap) => found[tap.name] ?? input)];
    },
    dispose: async () => executable?.dispose(),
  };
}

/** A model's layer with its output for some samples, and the slope of a class's score there. */
export interface LayerSlope {
  /** The layer's position in the model. */
  readonly at: number;
  readonly output: TensorOf<'float32'>;
  /** ∂score/∂output, of the same shape. */
  readonly slope: TensorOf<'float32'>;
}

/** Slopes of a class's score: the logit before any softmax, as in the papers on saliency and Grad-CAM. */
export interface Slopes {
  /** ∂score/∂input, and the same at every chosen layer, for prepared samples `[B, …]`. */
  readonly run: (
    samples: TensorOf<'float32'>,
    label: number,
  ) => Promise<{ readonly input: TensorOf<'float32'>; readonly layers: readonly LayerSlope[] }>;
  readonly dispose: () => Promise<void>;
}

/** A classifier with its weights. */
export interface Classifier {
  readonly model: BoundModel;
  readonly tensors: Tensors;
  readonly loss: LossDefinition;
}

/**
 * Compiles the slopes of a classifier's scores for batches of `batch` samples, at its input and at the layers in `at`,
 * positions in the model. Samples do not influence each other, so one sum over the batch gives the slopes of each.
 */
export async function openSlopes(
  { model, tensors, loss }: Classifier,
  at: readonly number[],
  batch: number,
  backend: Backend,
): Promise<Slopes> {
  const b = createBuilder();
  const x = b.input('input', 'float32', [batch, ...model.input.slice(1)]);
  const pass = forwardModel(b, model, x, {
    training: false,
    tensors: constantTensors(b, model, tensors),
  });
  const logits = logitsOf(b, model, x, pass, loss);
  const width = Number(logits.shape.at(-1));
  const chosen = b.input('chosen', 'float32', [1, width]);
  const score = b.op('ReduceSum', [b.op('Mul', [logits, chosen]), b.ints([0, 1])], { keepdims: 0 });
  const outputs = at.map((position) => pass.taps[position]!);
  const slopes = gradients(b, score, [x, ...outputs]);
  // A layer that does nothing gives its input itself, which can be no output of the graph.
  const wanted = [...new Set([...slopes, ...outputs])].filter((value) => value !== x);
  const executable = await backend.compile(b.build(wanted));
  return {
    run: async (samples, label) => {
      const found = await executable.run({ input: samples, chosen: scoreOf(label, width) });
      const valueOf = (name: string) => (found[name] ?? samples) as TensorOf<'float32'>;
      const [input, ...rest] = slopes.map(({ name }) => valueOf(name));
      return {
        input: input!,
        layers: at.map((position, i) => ({
          at: position,
          output: valueOf(outputs[i]!.name),
          slope: rest[i]!,
        })),
      };
    },
    dispose: executable.dispose,
  };
}

/** The weights of a class's score among the logits; a single logit speaks for the second class. */
function scoreOf(label: number, width: number): TensorOf<'float32'> {
  const weights = new Float32Array(width);
  if (width === 1) weights[0] = label === 1 ? 1 : -1;
  else weights[label] = 1;
  return float32([1, width], weights);
}
