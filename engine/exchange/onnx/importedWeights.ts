import { LoomError } from '../../base/errors.js';
import type { Tensor } from '../../tensor/tensor.js';
import type { BoundModel } from '../../nn/model/bind.js';
import type { ImportedModel } from './importModel.js';

/**
 * A model's parameters and buffers out of an imported file, by path.
 * @throws LoomError `bad-onnx` when one is missing or has another shape
 */
export function importedWeights(
  model: BoundModel,
  { tensors }: ImportedModel,
  file: string,
): Readonly<Record<string, Tensor>> {
  const wanted = [...model.parameters, ...model.buffers];
  return Object.fromEntries(
    wanted.map(({ path, shape }) => {
      const held = tensors[path];
      if (held?.shape.join() !== shape.join()) {
        const found = held ? `one of shape [${held.shape.join(', ')}]` : 'none';
        const message = `${file}: expected weights "${path}" of shape [${shape.join(', ')}], got ${found}`;
        throw new LoomError('bad-onnx', message, { where: file });
      }
      return [path, held];
    }),
  );
}
