import type { Graph } from '../../tensor/graph.js';
import { encodeModel } from '../../tensor/onnx/model.js';
import { graphProto } from '../../tensor/onnx/serialize.js';
import { foldSgd } from '../../tensor/passes/foldSgd.js';
import type { Backend, Executable } from '../backend.js';
import { findBlockSize } from './blockSize.js';
import { lower } from './lowering/index.js';
import { NATIVE_DOMAINS, nativeSignature } from './lowering/operators.js';
import { compileLoop } from './loop.js';
import { openSession } from './session.js';

/** Runs graphs with onnxruntime on `threads` threads. Load it in one thread of the process only. */
export function createNativeBackend(threads: number): Backend {
  return {
    name: 'native',
    description: `onnxruntime on the CPU, ${threads} threads`,
    threads,
    compile: (graph) => compile(graph, threads),
    compileLoop: async (program) =>
      compileLoop({ ...program, body: await lowered(foldSgd(program.body)) }, threads),
  };
}

async function compile(graph: Graph, threads: number): Promise<Executable> {
  const proto = graphProto(await lowered(graph), nativeSignature);
  const session = await openSession(encodeModel(proto, { domains: NATIVE_DOMAINS }), threads);
  return { run: session.run, dispose: session.dispose };
}

/** The graph in onnxruntime's operators. Only convolutions ask what the processor likes, which takes time. */
async function lowered(graph: Graph): Promise<Graph> {
  const convolves = graph.nodes.some(({ op }) => op === 'Conv' || op === 'ConvInputGrad');
  return lower(graph, convolves ? await findBlockSize() : null);
}
