import type { Graph } from '../../graph/graph.js';
import { encodeModel } from '../../onnx/model.js';
import { graphProto } from '../../onnx/serialize.js';
import { foldSgd } from '../../passes/foldSgd.js';
import type { Backend, Executable } from '../backend.js';
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
    compileLoop: (program) => compileLoop({ ...program, body: lower(foldSgd(program.body), 16) }, threads),
  };
}

async function compile(graph: Graph, threads: number): Promise<Executable> {
  const session = await openSession(
    encodeModel(graphProto(lower(graph, 16), nativeSignature), { domains: NATIVE_DOMAINS }),
    threads,
  );
  return { run: session.run, dispose: session.dispose };
}
