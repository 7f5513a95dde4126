import { failure, invariant } from '../../base/problem.js';
import type { Builder } from '../../tensor/builder.js';
import type { Graph, Value } from '../../tensor/graph.js';
import { BATCH } from '../../base/shape.js';
import { naturalScores } from '../../nn/losses/index.js';
import { constantTensors, forwardModel, logitsOf } from '../../nn/model/forward.js';
import { createBuilder, operatorOf } from '../../tensor/operators/index.js';
import type { Tensors } from '../../backends/backend.js';
import type { Recipe } from '../../train/recipe.js';
import type { SampleSource } from '../../train/source.js';
import { columnDomains, ROWS, withColumns } from './columns.js';
import { encodeModel, graphProto, opsetFor } from '../../tensor/onnx/serialize.js';
import { ONNX_TYPE } from '../../tensor/tensor.js';

/** The inputs that a file can have: transformed floats, pixels as from decoders, or a table's columns. */
export const INPUTS = ['tensor', 'pixels', 'columns'] as const;
/** The input of the file. */
export type InputChoice = (typeof INPUTS)[number];
/** The outputs that a file can have, which are also their names. `values` is that of a model for tables. */
export const OUTPUTS = ['logits', 'log_probabilities', 'probabilities', 'prediction', 'values'] as const;
/** The output of the file. */
export type OutputChoice = (typeof OUTPUTS)[number];

/** A trained model with its data source and loss. */
export interface TrainedModel extends Pick<Recipe, 'model' | 'source' | 'loss'> {
  /** Parameters and buffers by path. */
  readonly tensors: Tensors;
}

/** The output of a model's last layer. */
export function naturalOutput({
  model,
  source,
  loss,
}: Pick<TrainedModel, 'model' | 'source' | 'loss'>): OutputChoice {
  return source.classNames ? naturalScores(model.layers.at(-1)!.spec.type, loss.definition) : 'values';
}

/** The input by default: a table's columns if their names allow it, since their encoding is part of what was trained. */
export function naturalInput(trained: TrainedModel, output: OutputChoice): InputChoice {
  return trained.source.columns && takenName(trained, output) === null ? 'columns' : 'tensor';
}

/** A column's name that the file needs for its output or a parameter; null if there is none. */
function takenName({ model, source }: TrainedModel, output: OutputChoice): string | null {
  const taken = [output, ...[...model.parameters, ...model.buffers].map(({ path }) => path)];
  return source.columns?.find(({ name }) => taken.includes(name))?.name ?? null;
}

type Finish = (b: Builder, value: Value) => Value;

/** From the model's output (without a final softmax, where that is easier) to the requested one. */
const FROM_LOGITS: Readonly<Record<Exclude<OutputChoice, 'values'>, Finish>> = {
  logits: (_, value) => value,
  log_probabilities: (b, value) => b.op('LogSoftmax', [value], { axis: 1 }),
  probabilities: (b, value) => b.op('Softmax', [value], { axis: 1 }),
  prediction: (b, value) => b.op('ArgMax', [value], { axis: 1, keepdims: 0 }),
};

/** The same for a model with one logit for two classes: probabilities are those of the second class. */
const FROM_ONE_LOGIT: typeof FROM_LOGITS = {
  logits: (_, value) => value,
  log_probabilities: (b, value) => b.op('Neg', [b.op('Softplus', [b.op('Neg', [value])])]),
  probabilities: (b, value) => b.op('Sigmoid', [value]),
  prediction: (b, value) => {
    const second = b.op('Greater', [b.op('Reshape', [value, b.ints([-1])]), b.scalar(0)]);
    return b.op('Cast', [second], { to: ONNX_TYPE.int64 });
  },
};

/** The model as a graph of standard operators, with its weights as constants named by their paths. */
export function exportGraph(trained: TrainedModel, input: InputChoice, output: OutputChoice): Graph {
  const { model, source } = trained;
  const natural = naturalOutput(trained);
  if ((natural === 'values') !== (output === 'values')) {
    throw failure('bad-argument/output', { output, natural });
  }
  if (input === 'pixels' && source.samples.dtype !== 'uint8') {
    throw failure('bad-argument/pixels', {});
  }
  if (input === 'columns') {
    if (!source.columns) throw failure('bad-argument/columns', {});
    const name = takenName(trained, output);
    if (name !== null) throw failure('bad-argument/column-name', { name });
  }
  const b = createBuilder();
  const x = INPUT[input](b, trained);
  const tensors = constantTensors(b, model, trained.tensors);
  const pass = forwardModel(b, model, x, { training: false, tensors });
  const logits = () => logitsOf(b, model, x, pass, trained.loss.definition);
  const value =
    output === natural || output === 'values'
      ? source.targetPipeline.restore(b, pass.output)
      : (trained.loss.definition.threshold === null ? FROM_LOGITS : FROM_ONE_LOGIT)[output](b, logits());
  const graph = rename(b.build([value]), value, output);
  const foreign = graph.nodes.find((node) => operatorOf(node.op).domain !== '');
  invariant(!foreign, `${foreign?.op} is not a standard operator`);
  return graph;
}

/** Declares the input and gives what the model gets. */
const INPUT: Readonly<Record<InputChoice, (b: Builder, trained: TrainedModel) => Value>> = {
  tensor: (b, { model }) => b.input('input', 'float32', model.input),
  pixels: (b, { source }) => pixels(b, source),
  columns: (b, { model, source }) => {
    // `withColumns` declares the columns; here, their names are reserved.
    for (const { name } of source.columns!) b.input(name, 'float32', [BATCH, 1]);
    return source.transform(b, b.input(ROWS, 'float32', model.input));
  },
};

/** Declares pixels, bytes `[batch, H, W, C]`, and transforms them. */
function pixels(b: Builder, source: SampleSource): Value {
  const [, channels, height, width] = source.samples.shape as readonly [number, number, number, number];
  const bytes = b.input('input', 'uint8', [BATCH, height, width, channels]);
  return source.transform(b, b.op('Transpose', [bytes], { perm: [0, 3, 1, 2] }));
}

/** Renames the graph's output. */
function rename(graph: Graph, from: Value, name: string): Graph {
  const to: Value = { ...from, name };
  const swap = <T extends Value | null>(value: T): T => (value === from ? (to as T) : value);
  const nodes = graph.nodes.map((node) => ({
    ...node,
    inputs: node.inputs.map(swap),
    outputs: node.outputs.map(swap),
  }));
  return { ...graph, nodes, outputs: graph.outputs.map(swap) };
}

/** The bytes of the exported file. */
export function exportModel(
  trained: TrainedModel,
  input: InputChoice,
  output: OutputChoice,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const graph = exportGraph(trained, input, output);
  const opset = opsetFor(graph);
  const { columns } = trained.source;
  if (input !== 'columns' || !columns) return encodeModel(graphProto(graph), { opset, metadata });
  const domains = columnDomains(columns);
  return encodeModel(withColumns(graphProto(graph), columns), { opset, domains, metadata });
}
