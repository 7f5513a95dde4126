import { create } from '@bufbuild/protobuf';
import type { Graph, Value } from '../../tensor/graph.js';
import { tensor, type Tensor } from '../../tensor/tensor.js';
import { AttributeProto_AttributeType as Type, GraphProtoSchema } from '../../tensor/onnx/gen/onnx_pb.js';
import {
  attributeProto,
  encodeModel,
  type NodeInit,
  nodeProto,
  tensorProto,
  valueInfo,
} from '../../tensor/onnx/serialize.js';
import type { LoopExecutable, LoopProgram } from '../backend.js';
import { NATIVE_DOMAINS, nativeOperatorOf } from './lowering/operators.js';
import { openSession } from './session.js';

/** Names inside the model; the leading dot avoids clashes with names of layers or values. */
const STEPS = '.steps';
const STEP = '.step';
const CONDITION = '.condition';
const CONDITION_IN = '.conditionIn';
const CONDITION_OUT = '.conditionOut';

/** An input of the whole loop, as opposed to the part that one step sees. */
const fed = (name: string) => `.fed.${name}`;
/** State after the last step. */
const final = (name: string) => `.final.${name}`;
/** Outputs of all steps. */
const collected = (name: string) => `.scan.${name}`;

/**
 * Wraps a step in an ONNX `Loop`: K steps run in one call, the state stays inside onnxruntime, and the
 * cost of a call (outputs are always copied) is spread over K steps.
 * https://onnx.ai/onnx/operators/onnx__Loop.html
 */
export async function compileLoop(program: LoopProgram, threads: number): Promise<LoopExecutable> {
  const session = await openSession(encodeLoop(program), threads);
  const carried = Object.keys(program.carried);
  return {
    run: async ({ steps, state, constants, perStep }) => {
      const outputs = await session.run({
        ...Object.fromEntries(carried.map((name) => [fed(name), state[name]!])),
        ...constants,
        ...Object.fromEntries(program.perStep.map((name) => [fed(name), perStep[name]!])),
        [STEPS]: tensor('int64', [], BigInt64Array.of(BigInt(steps))),
        [CONDITION]: tensor('bool', [], Uint8Array.of(1)),
      });
      const pick = (names: readonly string[], of: (name: string) => string) =>
        Object.fromEntries(names.map((name): [string, Tensor] => [name, outputs[of(name)]!]));
      return { state: pick(carried, final), scanned: pick(program.scanned, collected) };
    },
    dispose: session.dispose,
  };
}

function encodeLoop(program: LoopProgram): Uint8Array {
  const { body } = program;
  const inputs = new Map(body.inputs.map((input) => [input.name, input]));
  const outputs = new Map(body.outputs.map((output) => [output.name, output]));
  const carried = Object.entries(program.carried).map(([name, output]) => ({
    input: inputs.get(name)!,
    output: outputs.get(output)!,
  }));
  const scanned = program.scanned.map((name) => outputs.get(name)!);
  const declare = (value: Value, name = value.name) => valueInfo(name, value.dtype, value.shape);

  const outer = create(GraphProtoSchema, {
    name: 'training',
    input: [
      valueInfo(STEPS, 'int64', []),
      valueInfo(CONDITION, 'bool', []),
      ...carried.map(({ input }) => declare(input, fed(input.name))),
      ...program.constants.map((name) => declare(inputs.get(name)!)),
      ...program.perStep.map((name) => {
        const { dtype, shape } = inputs.get(name)!;
        return valueInfo(fed(name), dtype, ['steps', ...shape]);
      }),
    ],
    initializer: body.constants.map(({ value, tensor: held }) => tensorProto(value.name, held)),
    node: [
      {
        opType: 'Loop',
        name: 'loop',
        input: [STEPS, CONDITION, ...carried.map(({ input }) => fed(input.name))],
        output: [...carried.map(({ input }) => final(input.name)), ...program.scanned.map(collected)],
        attribute: [{ name: 'body', type: Type.GRAPH, g: bodyProto(body, program, carried, scanned) }],
      },
    ],
    output: [
      ...carried.map(({ input }) => declare(input, final(input.name))),
      ...scanned.map(({ name, dtype, shape }) => valueInfo(collected(name), dtype, ['steps', ...shape])),
    ],
  });
  return encodeModel(outer, { domains: NATIVE_DOMAINS });
}

function bodyProto(
  body: Graph,
  program: LoopProgram,
  carried: readonly { readonly input: Value; readonly output: Value }[],
  scanned: readonly Value[],
) {
  const inputs = new Map(body.inputs.map((input) => [input.name, input]));
  const identity = (input: string, output: string): NodeInit => ({
    opType: 'Identity',
    name: output,
    input: [input],
    output: [output],
  });
  const fetch = program.perStep.map((name): NodeInit => ({
    opType: 'Gather',
    name: `fetch ${name}`,
    input: [fed(name), STEP],
    output: [inputs.get(name)!.name],
    attribute: [attributeProto('axis', 'int', 0)],
  }));
  // Every output of the body needs a unique name, even when a value is both state and metric or is passed
  // through unchanged.
  const results = [...carried.map(({ output }) => output), ...scanned];
  const named = results.map((value, i) => ({ value, name: `.out.${i}` }));
  return create(GraphProtoSchema, {
    name: 'step',
    input: [
      valueInfo(STEP, 'int64', []),
      valueInfo(CONDITION_IN, 'bool', []),
      ...carried.map(({ input }) => valueInfo(input.name, input.dtype, input.shape)),
    ],
    node: [
      ...fetch,
      ...body.nodes.map((node) => nodeProto(node, nativeOperatorOf)),
      identity(CONDITION_IN, CONDITION_OUT),
      ...named.map(({ value, name }) => identity(value.name, name)),
    ],
    output: [
      valueInfo(CONDITION_OUT, 'bool', []),
      ...named.map(({ value, name }) => valueInfo(name, value.dtype, value.shape)),
    ],
  });
}
