import fc from 'fast-check';
import type { Field, ParamValue, SavedParams } from '../base/fields.js';
import { type Shape, staticShape } from '../base/shape.js';
import type { LayerSpec } from '../nn/layers/define.js';
import { catalog } from '../nn/layers/index.js';
import { inspectModel } from '../nn/model/bind.js';
import { numel } from '../tensor/tensor.js';

/** A model that fits one kind of sample. */
export interface RandomModel {
  /** The shape of a sample, without the batch axis. */
  readonly sample: readonly number[];
  readonly layers: readonly LayerSpec[];
}

/** Most numbers between two layers. */
const MOST_NUMBERS = 600;

const small = (field: { readonly min: number; readonly max: number }, most: number) =>
  fc.integer({ min: Math.max(field.min, -2), max: Math.min(field.max, most) });

/** Settings of every kind of field. */
const VALUES: {
  readonly [K in Field['kind']]: (field: Extract<Field, { kind: K }>) => fc.Arbitrary<ParamValue>;
} = {
  int: (field) => fc.oneof(small(field, 6), ...(field.words ?? []).map((word) => fc.constant(word))),
  // The range says little about what is usual: an epsilon may be up to 1.
  float: (field) => fc.constantFrom(field.default, Math.max(field.min, field.default / 2)),
  bool: () => fc.boolean(),
  pair: (field) =>
    fc.oneof(
      small(field, 3),
      fc.tuple(small(field, 3), small(field, 3)),
      ...(field.words ?? []).map((word) => fc.constant(word)),
    ),
  sides: (field) =>
    fc.oneof(small(field, 2), fc.tuple(small(field, 2), small(field, 2), small(field, 2), small(field, 2))),
  ints: () => fc.constantFrom([1, -1], [2, -1], [-1, 3], [2, 1, -1]),
  choice: (field) => fc.constantFrom(...field.options),
  numbers: (field) => fc.constant(field.default),
  weights: (field) => fc.constant(field.default),
  formula: (field) => fc.constant(field.default),
};

const valueOf = (field: Field) => (VALUES[field.kind] as (field: Field) => fc.Arbitrary<ParamValue>)(field);

/** Any layer with some of its settings, which may not fit. */
const anyLayer: fc.Arbitrary<{ readonly type: string; readonly params: SavedParams }> = fc
  .constantFrom(...catalog)
  .chain(({ type, params }) => {
    const settings = Object.fromEntries(
      Object.entries(params).map(([name, field]) => [name, valueOf(field)]),
    );
    const chosen = fc.record(settings, { requiredKeys: [] });
    return chosen.map((some) => ({ type, params: some as SavedParams }));
  });

const anySample: fc.Arbitrary<readonly number[]> = fc.oneof(
  fc.tuple(fc.integer({ min: 1, max: 12 })),
  fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 9 })),
  fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 })),
);

/** The shape after the layers; null if one of them does not fit. */
function outputOf(layers: readonly LayerSpec[], input: Shape): Shape | null {
  const reports = inspectModel(layers, input);
  if (reports.some(({ problem, bound }) => problem !== null || bound?.advice)) return null;
  return reports.at(-1)?.bound?.output ?? input;
}

/** Of the candidates, one after another, those that fit what the layers before them give. */
function fitting(
  sample: readonly number[],
  candidates: readonly { readonly type: string; readonly params: SavedParams }[],
): LayerSpec[] {
  const layers: LayerSpec[] = [];
  for (const { type, params } of candidates) {
    const id = String(layers.length);
    const layer = { id: `l${id}`, name: `layer${id}`, type, params };
    const output = outputOf([...layers, layer], ['batch', ...sample]);
    if (output && numel(staticShape(output.slice(1))) <= MOST_NUMBERS) layers.push(layer);
  }
  return layers;
}

/** A classifier: some layers of the whole catalog that fit each other, then Flatten and Linear with three scores. */
export const anyModel: fc.Arbitrary<RandomModel> = fc
  .tuple(anySample, fc.array(anyLayer, { minLength: 1, maxLength: 12 }))
  .map(([sample, candidates]) => {
    const last = (name: string, type: string, params: SavedParams = {}) => ({ id: name, name, type, params });
    return {
      sample,
      layers: [
        ...fitting(sample, candidates),
        last('flat', 'Flatten'),
        last('scores', 'Linear', { out_features: 3 }),
      ],
    };
  });
