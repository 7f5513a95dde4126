import type { Backend, Tensors } from '../backends/backend.js';
import type { BoundModel } from '../nn/model/bind.js';
import { constantTensors, forwardModel } from '../nn/model/forward.js';
import { createBuilder } from '../tensor/operators/index.js';
import type { Tensor } from '../tensor/tensor.js';

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
