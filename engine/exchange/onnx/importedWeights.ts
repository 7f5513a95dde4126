import { failure } from '../../base/problem.js';
import type { Tensor } from '../../tensor/tensor.js';
import type { BoundModel } from '../../nn/model/bind.js';
import type { ImportedModel } from './importModel.js';

/**
 * A model's parameters and buffers from an imported file, by path.
 * @throws ProblemError `bad-onnx` if one is missing or has another shape
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
        throw failure(
          'bad-onnx/weights',
          { name: path, expected: shape, found: held?.shape ?? null },
          { where: { kind: 'file', path: file } },
        );
      }
      return [path, held];
    }),
  );
}
