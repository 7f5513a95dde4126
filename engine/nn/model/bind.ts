import { resolveParams, type ParamValue } from '../../base/fields.js';
import { problem, ProblemError, type Fix, type LayerPlace, type Problem } from '../../base/problem.js';
import type { OutputRequirement } from '../../base/facts.js';
import { sameShape, type Shape } from '../../base/shape.js';
import { layerOf } from '../layers/index.js';
import type { BufferSpec, LayerDefinition, LayerSpec, ParameterSpec } from '../layers/define.js';

/** A parameter or buffer with its `named_parameters()` path, such as `hidden_linear.weight`. */
export type Named<T> = T & { readonly path: string };

/** A layer with complete settings and known shapes. */
export interface BoundLayer {
  readonly spec: LayerSpec;
  readonly definition: LayerDefinition;
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly input: Shape;
  readonly output: Shape;
  readonly parameters: readonly Named<ParameterSpec>[];
  readonly buffers: readonly Named<BufferSpec>[];
  /** A warning about settings that fit. */
  readonly advice: Problem | null;
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

/** The state of one layer of a possibly invalid model, for the canvas. */
export interface LayerReport {
  readonly spec: LayerSpec;
  /** The bound layer, or null when it does not fit or an earlier layer's output is unknown. */
  readonly bound: BoundLayer | null;
  readonly problem: Problem | null;
}

/** A layer as the place of a problem. */
export function placeOf({ id, name, type }: LayerSpec): LayerPlace {
  return { kind: 'layer', id, name, type };
}

/** Binds one layer to the shape of its input, or reports why it does not fit. */
function bindLayer(spec: LayerSpec, input: Shape): LayerReport {
  const definition = layerOf(spec.type);
  const params = resolveParams(definition.params, spec.params, input);
  const unfit = definition.check?.(params, input, placeOf(spec));
  if (unfit) return { spec, bound: null, problem: unfit };
  const output = definition.infer(params, input);
  if (output.some((dim) => typeof dim === 'number' && dim < 1)) {
    const empty = problem('bad-shape/empty', { output }, { where: placeOf(spec) });
    return { spec, bound: null, problem: empty };
  }
  const named = <T extends { readonly name: string }>(item: T): Named<T> => ({
    ...item,
    path: `${spec.name}.${item.name}`,
  });
  const bound = {
    spec,
    definition,
    params,
    input,
    output,
    parameters: definition.parameters(params).map(named),
    buffers: (definition.buffers?.(params) ?? []).map(named),
    advice: definition.advice?.(params, input, placeOf(spec)) ?? null,
  };
  return { spec, bound, problem: null };
}

/** Reports on every layer of the chain; after one that does not fit, shapes are unknown. */
export function inspectModel(layers: readonly LayerSpec[], input: Shape): LayerReport[] {
  let shape: Shape | null = input;
  return layers.map((spec): LayerReport => {
    if (!shape) return { spec, bound: null, problem: null };
    const report = bindLayer(spec, shape);
    shape = report.bound?.output ?? null;
    return report;
  });
}

/** The problem of a chain of layers: that of the first layer that does not fit, or the lack of layers. */
export function chainProblem(reports: readonly LayerReport[]): Problem | null {
  if (reports.length > 0) return reports.find((report) => report.problem)?.problem ?? null;
  return problem('bad-layer/none', {}, { where: { kind: 'project', path: ['model', 'layers'] } });
}

/** The model, if all layers fit. */
export function modelOf(reports: readonly LayerReport[], input: Shape): BoundModel {
  const layers = reports.map(({ bound }) => bound!);
  return {
    layers,
    input,
    output: layers.at(-1)!.output,
    parameters: layers.flatMap(({ parameters }) => parameters),
    buffers: layers.flatMap(({ buffers }) => buffers),
  };
}

/** Binds a whole model. Throws its first problem. */
export function bindModel(layers: readonly LayerSpec[], input: Shape): BoundModel {
  const reports = inspectModel(layers, input);
  const found = chainProblem(reports);
  if (found) throw new ProblemError(found);
  return modelOf(reports, input);
}

/** The problem of an output that does not have the `expected` shape, such as one score per class. */
export function outputProblem(model: BoundModel, expected: Shape, by: OutputRequirement): Problem | null {
  if (sameShape(model.output, expected)) return null;
  return problem(
    'bad-shape/output',
    { output: model.output, expected, by },
    { where: placeOf(model.layers.at(-1)!.spec), fixes: outputFixes(model, expected) },
  );
}

/** With too many axes, the input of the last Linear layer must be flattened; otherwise its size is wrong. */
function outputFixes({ layers, output }: BoundModel, expected: Shape): readonly Fix[] {
  const linear = [...layers].reverse().find((layer) => 'out_features' in layer.params);
  if (output.length > expected.length) {
    return [{ kind: 'insert-layer', beforeLayerId: linear?.spec.id ?? null, type: 'Flatten' }];
  }
  const value = expected.at(-1);
  if (!linear || typeof value !== 'number') return [];
  return [{ kind: 'set-param', layerId: linear.spec.id, param: 'out_features', value }];
}
