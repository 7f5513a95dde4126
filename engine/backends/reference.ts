import { invariant } from '../base/problem.js';
import type { Graph, Value } from '../tensor/graph.js';
import { staticShape, type Shape } from '../base/shape.js';
import { numel, tensor, type Storage, type Tensor } from '../tensor/tensor.js';
import { operatorOf } from '../tensor/operators/index.js';
import type { Backend, Executable, LoopExecutable, LoopProgram, Tensors } from './backend.js';

/**
 * Runs graphs with the operators' own kernels: the oracle for every faster backend, the fallback where
 * onnxruntime does not load, and fast enough for tables of a few rows.
 */
export function createReferenceBackend(): Backend {
  return {
    name: 'reference',
    description: 'TypeScript reference kernels',
    threads: 1,
    compile: (graph) => Promise.resolve(executable(graph)),
    compileLoop: (program) => Promise.resolve(loopExecutable(program)),
  };
}

function executable(graph: Graph): Executable {
  return {
    run: (inputs) => Promise.resolve(evaluate(graph, inputs)),
    dispose: () => Promise.resolve(),
  };
}

/**
 * Runs a graph once.
 * @param float storage for the results: doubles in gradient checks
 * @throws `internal` when an input is missing or does not fit its declared type
 */
export function evaluate(
  graph: Graph,
  inputs: Tensors,
  float: (length: number) => Storage['float32'] = (length) => new Float32Array(length),
): Tensors {
  const values = new Map<Value, Tensor>(graph.constants.map(({ value, tensor: held }) => [value, held]));
  const open = new Map<string, number>();
  for (const input of graph.inputs) {
    const fed = inputs[input.name];
    invariant(fed, `the graph's input "${input.name}" was not fed`);
    bindDims(input, fed, open);
    values.set(input, fed);
  }
  for (const node of graph.nodes) {
    const read = node.inputs.map((input) => (input ? (values.get(input) ?? null) : null));
    const operator = operatorOf(node.op);
    // Shapes are inferred again where an axis was open when the graph was built.
    const known = node.outputs.every((output) => output.shape.every((dim) => typeof dim === 'number'));
    const types = known
      ? node.outputs
      : operator.infer(
          read.map((t) => t && { ...t, constant: t }),
          node.attributes,
        );
    const outputShapes = types.map((type) => staticShape(type.shape));
    const computed = operator.kernel(read, node.attributes, { float, outputShapes });
    node.outputs.forEach((output, i) => {
      const result = computed[i];
      if (result) values.set(output, result);
    });
  }
  return Object.fromEntries(
    graph.outputs.map((output) => {
      const result = values.get(output);
      invariant(result, `the graph's output "${output.name}" was not computed`);
      return [output.name, result];
    }),
  );
}

function bindDims(input: Value, fed: Tensor, open: Map<string, number>): void {
  const fits = (declared: Shape) =>
    declared.length === fed.shape.length &&
    declared.every((dim, axis) => {
      const found = fed.shape[axis]!;
      if (typeof dim === 'number') return dim === found;
      const bound = open.get(dim) ?? found;
      open.set(dim, bound);
      return bound === found;
    });
  invariant(
    fed.dtype === input.dtype && fits(input.shape),
    `input "${input.name}": expected ${input.dtype}[${input.shape.join(', ')}], got ${fed.dtype}[${fed.shape.join(', ')}]`,
  );
}

function loopExecutable(program: LoopProgram): LoopExecutable {
  return {
    run: ({ steps, state, constants, perStep }) => {
      let current: Tensors = state;
      const collected: Record<string, Tensor[]> = Object.fromEntries(
        program.scanned.map((name) => [name, []]),
      );
      for (let step = 0; step < steps; step++) {
        const sliced = program.perStep.map((name) => [name, slice(perStep[name], name, step)] as const);
        const outputs = evaluate(program.body, { ...current, ...constants, ...Object.fromEntries(sliced) });
        for (const name of program.scanned) collected[name]!.push(outputs[name]!);
        current = Object.fromEntries(
          Object.entries(program.carried).map(([input, output]) => [input, outputs[output]!]),
        );
      }
      const scanned = Object.fromEntries(program.scanned.map((name) => [name, stack(collected[name]!)]));
      return Promise.resolve({ state: current, scanned });
    },
    dispose: () => Promise.resolve(),
  };
}

/** The part of a per-step input that belongs to one step. */
function slice(whole: Tensor | undefined, name: string, step: number): Tensor {
  invariant(whole, `the loop's input "${name}" was not fed`);
  const shape = whole.shape.slice(1);
  const size = numel(shape);
  return { ...whole, shape, data: whole.data.subarray(step * size, (step + 1) * size) } as Tensor;
}

function stack(parts: readonly Tensor[]): Tensor {
  const [first] = parts;
  invariant(first?.dtype === 'float32', 'only float32 outputs are collected from a loop');
  const size = first.data.length;
  const data = new Float32Array(size * parts.length);
  parts.forEach((part, i) => data.set(part.data as Float32Array, i * size));
  return tensor('float32', [parts.length, ...first.shape], data);
}
