import { LoomError } from '../../base/errors.js';
import type { Fix } from '../../base/problem.js';
import { resolveParams, type ParamValue } from '../../base/fields.js';
import { formatShape, sameShape, type Shape } from '../../base/shape.js';
import { layerOf } from '../layers/index.js';
import type { BufferSpec, LayerDefinition, LayerSpec, ParameterSpec } from '../layers/define.js';
import { LayerProblem } from '../layers/problems.js';

/** A parameter or buffer with its `named_parameters()` path, such as `hidden_linear.weight`. */
export type Named<T> = T & { readonly path: string };

/** A layer whose settings are complete and whose shapes are known. */
export interface BoundLayer {
  readonly spec: LayerSpec;
  readonly definition: LayerDefinition;
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly input: Shape;
  readonly output: Shape;
  readonly parameters: readonly Named<ParameterSpec>[];
  readonly buffers: readonly Named<BufferSpec>[];
}

/** A Sequential model that fits its input. */
export interface BoundModel {
  readonly layers: readonly BoundLayer[];
  readonly input: Shape;
  readonly output: Shape;
  /** In the order of PyTorch's `named_parameters()`. */
  readonly parameters: readonly Named<ParameterSpec>[];
  readonly buffers: readonly Named<BufferSpec>[];
}

/** What is known of one layer of a model that may still be wrong: for the canvas. */
export interface LayerReport {
  readonly spec: LayerSpec;
  /** The bound layer, or null when it does not fit or an earlier layer's output is unknown. */
  readonly bound: BoundLayer | null;
  readonly problem: LoomError | null;
}

/** Binds one layer to the shape that reaches it. Throws `bad-shape` with the layer's name and a repair. */
export function bindLayer(spec: LayerSpec, input: Shape): BoundLayer {
  const definition = layerOf(spec.type);
  const params = resolveParams(definition.params, spec.params, input);
  try {
    const output = definition.infer(params, input);
    const empty = output.find((dim) => typeof dim === 'number' && dim < 1);
    if (empty !== undefined)
      throw new LayerProblem(`the output would be ${formatShape(output)}: nothing is left`);
    const path = <T extends { readonly name: string }>(item: T): Named<T> => ({
      ...item,
      path: `${spec.name}.${item.name}`,
    });
    return {
      spec,
      definition,
      params,
      input,
      output,
      parameters: definition.parameters(params).map(path),
      buffers: (definition.buffers?.(params) ?? []).map(path),
    };
  } catch (problem) {
    if (problem instanceof LayerProblem) throw problem.toLoomError(spec);
    if (problem instanceof LoomError) {
      const where = `layer "${spec.name}"`;
      throw new LoomError(problem.code, `${where} (${spec.type}): ${problem.message}`, {
        where,
        cause: problem,
      });
    }
    throw problem;
  }
}

/** Walks the chain and reports on every layer; after one that does not fit, shapes are unknown. */
export function inspectModel(layers: readonly LayerSpec[], input: Shape): LayerReport[] {
  let shape: Shape | null = input;
  return layers.map((spec): LayerReport => {
    if (!shape) return { spec, bound: null, problem: null };
    try {
      const bound = bindLayer(spec, shape);
      shape = bound.output;
      return { spec, bound, problem: null };
    } catch (problem) {
      if (!(problem instanceof LoomError)) throw problem;
      shape = null;
      return { spec, bound: null, problem };
    }
  });
}

/** Binds a whole model. Throws the first layer's problem; `bad-layer` when there are no layers. */
export function bindModel(layers: readonly LayerSpec[], input: Shape): BoundModel {
  if (layers.length === 0)
    throw new LoomError('bad-layer', 'the model has no layers: add at least one', { where: 'model.layers' });
  const reports = inspectModel(layers, input);
  const bound = reports.map((report) => {
    if (report.problem) throw report.problem;
    return report.bound!;
  });
  return {
    layers: bound,
    input,
    output: bound.at(-1)!.output,
    parameters: bound.flatMap((layer) => layer.parameters),
    buffers: bound.flatMap((layer) => layer.buffers),
  };
}

/** The model's output must have `expected` shape, for example one score for each class. */
export function expectOutput(model: BoundModel, expected: Shape, why: string): void {
  if (sameShape(model.output, expected)) return;
  const last = model.layers.at(-1)!.spec;
  const repair = outputRepair(model, expected);
  throw new LoomError(
    'bad-shape',
    `layer "${last.name}" (${last.type}): the model's output is ${formatShape(model.output)}, but ${why} ${formatShape(expected)}`,
    { where: `layer "${last.name}"`, ...(repair && { repair }) },
  );
}

/** With too many axes the last Linear layer sees something that should be flat; else it has the wrong size. */
function outputRepair({ layers, output }: BoundModel, expected: Shape): Fix | null {
  const linear = [...layers].reverse().find((layer) => 'out_features' in layer.params);
  if (output.length > expected.length) {
    return { kind: 'insert-layer', beforeLayerId: linear?.spec.id ?? null, type: 'Flatten' };
  }
  const wanted = expected.at(-1);
  if (!linear || typeof wanted !== 'number') return null;
  return { kind: 'set-param', layerId: linear.spec.id, param: 'out_features', value: wanted };
}
