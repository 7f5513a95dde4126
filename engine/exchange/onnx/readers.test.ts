import { expect, it } from 'vitest';
import { BATCH } from '../../base/shape.js';
import type { InputColumn } from '../../data/preparedTable.js';
import { bindModel } from '../../nn/model/bind.js';
import { forwardModel } from '../../nn/model/forward.js';
import type { Graph } from '../../tensor/graph.js';
import { createBuilder } from '../../tensor/operators/index.js';
import { operatorsOf, readersOf } from './certificate.js';

/** The graph of one layer, for images of three channels. */
function graphOf(type: string, params: Record<string, number> = {}): Graph {
  const input = [BATCH, 3, 8, 8];
  const model = bindModel([{ id: 'a', name: 'layer', type, params }], input);
  const b = createBuilder();
  const tensors = new Map(
    model.parameters.map(({ path, shape }) => [path, b.input(path, 'float32', shape)] as const),
  );
  const { output } = forwardModel(b, model, b.input('input', 'float32', input), { training: false, tensors });
  return b.build([output]);
}

const names = (graph: Graph, columns: readonly InputColumn[] | null = null) =>
  readersOf(operatorsOf(graph, columns)).map(({ name, from }) => `${name} ${from}`);

const column = { name: 'a', cells: [1], texts: null, fill: null };
const [old, newer] = ['OpenCV DNN 4.8.1.78', 'OpenCV DNN 5.0.0.93'];

it('names every program with the oldest version that was tried, for operators that all of them have', () => {
  expect(names(graphOf('Conv2d', { out_channels: 2, kernel_size: 3 }))).toEqual([
    'onnxruntime 1.15.1',
    'onnxruntime-web 1.17.3',
    old,
    'onnx2torch 1.5.15',
    'OpenVINO 2026.4.1',
  ]);
});

it('names a later version where an operator, or one of its settings, failed before it', () => {
  expect(names(graphOf('MaxPool2d', { kernel_size: 2 }))).toContain(old);
  expect(names(graphOf('MaxPool2d', { kernel_size: 2, dilation: 2 }))).toContain(newer);
  expect(names(graphOf('AvgPool2d', { kernel_size: 2, padding: 1 }))).toContain(newer);
  expect(names(graphOf('ReLU'), [column])).toContain(old);
  expect(names(graphOf('ReLU'), [{ ...column, fill: 0 }])).toContain(newer);
});

it('leaves out a program that cannot open the columns of a table with texts', () => {
  expect(names(graphOf('ReLU'), [{ ...column, texts: ['oak', 'ash'] }])).toEqual([
    'onnxruntime 1.15.1',
    'onnxruntime-web 1.17.3',
  ]);
});
