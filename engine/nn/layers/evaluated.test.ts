import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createNativeBackend } from '../../backends/onnxruntime/native.js';
import { createReferenceBackend } from '../../backends/reference.js';
import type { SavedParams } from '../../base/fields.js';
import { float32, type Tensor } from '../../tensor/tensor.js';
import { bindModel } from '../model/bind.js';
import { forwardModel } from '../model/forward.js';
import { createBuilder } from '../../tensor/operators/index.js';
import { expectClose, wave } from '../../testing/numbers.js';

interface Fixture {
  readonly type: string;
  readonly params: SavedParams;
  readonly input: readonly number[];
  readonly output: readonly number[];
}

const fixtures = JSON.parse(
  readFileSync(new URL('./__fixtures__/evaluated.json', import.meta.url), 'utf8'),
) as Fixture[];

/** Running statistics, as scripts/fixtures/layers.py sets them. */
const STATISTICS: Readonly<Record<string, (shape: readonly number[]) => Tensor>> = {
  running_mean: (shape) => wave(shape, 0.5, 4),
  running_var: (shape) =>
    float32(
      shape,
      Float32Array.from(wave(shape, 0.5, 5).data, (value) => 1 + value),
    ),
};

describe.each([createReferenceBackend(), createNativeBackend(1)])('$name backend', (backend) => {
  it.each(fixtures)('matches PyTorch in evaluation mode for $type $params on $input', async (fixture) => {
    const { type, params, input, output: expected } = fixture;
    const model = bindModel([{ id: 'l', name: 'layer', type, params }], input);
    const tensors: Readonly<Record<string, Tensor>> = Object.fromEntries([
      ...model.parameters.map(({ path, shape }, i) => [path, wave(shape, 0.5, 1 + i)] as const),
      ...model.buffers.map(({ name, path, shape }) => [path, STATISTICS[name]!(shape)] as const),
    ]);
    const b = createBuilder();
    const { output, updates, noise } = forwardModel(b, model, b.input('x', 'float32', input), {
      training: false,
      tensors: new Map(Object.entries(tensors).map(([path, held]) => [path, b.constant(held, path)])),
    });
    expect([updates.size, noise.length]).toEqual([0, 0]);
    // A layer that does nothing returns its input itself, which cannot be an output of a graph.
    const result = b.op('Add', [output, b.scalar(0)]);
    const executable = await backend.compile(b.build([result]));
    const found = await executable.run({ x: wave(input) });
    expectClose(found[result.name]!.data as Float32Array, expected, { relative: 1e-5, absolute: 1e-6 });
    await executable.dispose();
  });
});
