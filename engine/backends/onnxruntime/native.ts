import type { Graph } from '../../tensor/graph.js';
import { encodeModel, graphProto } from '../../tensor/onnx/serialize.js';
import { foldSgd, type Pass, runPasses } from '../../tensor/passes.js';
import type { Backend, Executable } from '../backend.js';
import { findBlockSize } from './blockSize.js';
import { lower } from './lowering/index.js';
import { linesAsImages } from './lowering/lines.js';
import { NATIVE_DOMAINS, nativeOperatorOf } from './lowering/operators.js';
import { compileLoop } from './loop.js';
import { openSession } from './session.js';

/** Runs graphs with onnxruntime on `threads` threads. Load it in one thread of the process only. */
export function createNativeBackend(threads: number): Backend {
  let blockSize: Promise<number | null> | undefined;
  // Only convolutions need the processor's block size, which takes time to find.
  const rewrite = async (graph: Graph): Promise<Graph> => {
    const convolves = graph.nodes.some(({ op }) => op === 'Conv' || op === 'ConvInputGrad');
    return runPasses(graph, nativePasses(convolves ? await (blockSize ??= findBlockSize()) : null));
  };
  return {
    name: 'native',
    description: `onnxruntime on the CPU, ${threads} threads`,
    threads,
    compile: async (graph) => compile(await rewrite(graph), threads),
    compileLoop: async (program) => compileLoop({ ...program, body: await rewrite(program.body) }, threads),
  };
}

/**
 * Rewrites of a graph before onnxruntime gets it, in their order.
 * @param block channels in a block of its blocked layout on this processor; null to not use it
 */
export function nativePasses(block: number | null): readonly Pass<Graph>[] {
  return [
    { name: 'fold SGD', run: foldSgd },
    { name: 'lines as images', run: linesAsImages },
    { name: 'lower', run: (graph) => lower(graph, block) },
  ];
}

async function compile(graph: Graph, threads: number): Promise<Executable> {
  const proto = graphProto(graph, nativeOperatorOf);
  const session = await openSession(encodeModel(proto, { domains: NATIVE_DOMAINS }), threads);
  return { run: session.run, dispose: session.dispose };
}
