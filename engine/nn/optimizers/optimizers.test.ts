import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { gradients } from '../../tensor/autodiff.js';
import type { Tensors } from '../../backends/backend.js';
import { createReferenceBackend } from '../../backends/reference.js';
import { createNativeBackend } from '../../backends/onnxruntime/native.js';
import { resolveParams, type SavedParams } from '../../base/fields.js';
import { float32, zeros } from '../../tensor/tensor.js';
import { createBuilder } from '../../tensor/operators/index.js';
import { expectClose, wave } from '../../testing/numbers.js';
import { optimizerOf, optimizers } from './index.js';

interface Fixture {
  readonly type: string;
  readonly params: SavedParams;
  readonly result: readonly number[];
  /** PyTorch's defaults of all its settings, including some that we do not have. */
  readonly defaults: SavedParams;
}

const fixtures = JSON.parse(
  readFileSync(new URL('./__fixtures__/optimizers.json', import.meta.url), 'utf8'),
) as Fixture[];

const STEPS = 12;

describe.each([createReferenceBackend(), createNativeBackend(1)])('$name backend', (backend) => {
  it.each(fixtures)(
    'matches PyTorch after 12 steps of $type $params',
    async ({ type, params: saved, result }) => {
      const definition = optimizerOf(type);
      const params = resolveParams(definition.params, saved);
      const perStep = Array.from({ length: STEPS }, (_, i) =>
        definition.scalars(params, Number(saved['lr']), i + 1),
      );
      const names = Object.keys(perStep[0]!);
      const b = createBuilder();
      const param = b.input('param', 'float32', [5]);
      const scalars = Object.fromEntries(names.map((name) => [name, b.input(name, 'float32', [])]));
      const slots = Object.fromEntries(
        definition.slots(params).map((slot) => [slot, b.input(slot, 'float32', [5])]),
      );
      const weighted = b.op('Mul', [b.constant(float32([5], [1, 2, 3, 4, 5])), b.op('Mul', [param, param])]);
      const loss = b.op('Mul', [b.op('ReduceSum', [weighted], { keepdims: 0 }), b.scalar(0.5)]);
      const [gradient] = gradients(b, loss, [param]);
      const next = definition.update(b, { param, gradient: gradient!, slots, scalars }, params);
      const executable = await backend.compileLoop({
        body: b.build([next.param, ...Object.values(next.slots), loss]),
        carried: {
          param: next.param.name,
          ...Object.fromEntries(Object.entries(next.slots).map(([slot, value]) => [slot, value.name])),
        },
        constants: [],
        perStep: names,
        scanned: [loss.name],
      });
      const state: Tensors = {
        param: wave([5]),
        ...Object.fromEntries(Object.keys(slots).map((slot) => [slot, zeros('float32', [5])])),
      };
      const fed = Object.fromEntries(
        names.map((name) => [
          name,
          float32(
            [STEPS],
            perStep.map((one) => one[name]!),
          ),
        ]),
      );
      const { state: after } = await executable.run({ steps: STEPS, state, constants: {}, perStep: fed });
      await executable.dispose();
      expectClose(after['param']!.data as Float32Array, result, { relative: 1e-5, absolute: 1e-6 });
    },
  );
});

it('has a PyTorch fixture for every optimizer', () => {
  expect(new Set(fixtures.map(({ type }) => type))).toEqual(new Set(optimizers.map(({ type }) => type)));
});

it.each([...new Map(fixtures.map(({ type, defaults }) => [type, defaults]))])(
  "has PyTorch's defaults for %s",
  (type, defaults) => {
    const ours = resolveParams(optimizerOf(type).params, {});
    expect(ours).toEqual(Object.fromEntries(Object.keys(ours).map((name) => [name, defaults[name]])));
  },
);
