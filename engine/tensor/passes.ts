import { type Graph, type Node, producers, type Value } from './graph.js';
import { rewriteGraph } from './operators/index.js';

/** A rewrite of a graph, or of a model's chain of layers, that preserves its results. */
export interface Pass<T> {
  readonly name: string;
  readonly run: (subject: T) => T;
}

/** Runs passes one after another and calls `watch` with the result of each. */
export function runPasses<T>(
  subject: T,
  passes: readonly Pass<T>[],
  watch: (pass: string, result: T) => void = () => undefined,
): T {
  return passes.reduce((before, { name, run }) => {
    const after = run(before);
    watch(name, after);
    return after;
  }, subject);
}

/** Formats the subject before the first pass and after each one, to show where a rewrite goes wrong. */
export function printPasses<T>(
  subject: T,
  passes: readonly Pass<T>[],
  print: (subject: T) => string,
): string {
  const stages = [`== before\n${print(subject)}`];
  runPasses(subject, passes, (name, result) => stages.push(`== after ${name}\n${print(result)}`));
  return stages.join('\n\n');
}

/**
 * Folds plain SGD into the product that computes a weight's gradient:
 * `param − (A' B') · lr` becomes `Gemm(A · (−lr), B, C=param)`. The gradient, as large as the weights, is
 * never written to memory; the factor is applied to the much smaller `A`. Saves about 10% of a step of
 * the 3072-512-2 network (docs/benchmarks.md).
 */
export function foldSgd(graph: Graph): Graph {
  const uses = countUses(graph);
  const producer = producers(graph);
  const folded = new Map<Node, { readonly gemm: Node; readonly lr: Value }>();
  const absorbed = new Set<Node>();
  for (const node of graph.nodes) {
    const scale = node.op === 'Sub' ? producer.get(node.inputs[1]!) : undefined;
    const gemm = scale?.op === 'Mul' ? producer.get(scale.inputs[0]!) : undefined;
    if (!scale || gemm?.op !== 'Gemm' || gemm.inputs[2] || gemm.attributes['alpha'] !== 1) continue;
    const lr = scale.inputs[1]!;
    if (lr.shape.length !== 0) continue;
    if (uses.get(scale.outputs[0]!) !== 1 || uses.get(gemm.outputs[0]!) !== 1) continue;
    folded.set(node, { gemm, lr });
    absorbed.add(scale).add(gemm);
  }
  return rewriteGraph(graph, (b, node) => {
    const match = folded.get(node);
    if (match) {
      const [a, factor] = match.gemm.inputs;
      const scaled = b.op('Mul', [a!, b.op('Neg', [match.lr])]);
      b.op('Gemm', [scaled, factor!, node.inputs[0]!], match.gemm.attributes, node.outputs[0]);
    } else if (!absorbed.has(node)) b.add(node);
  });
}

function countUses(graph: Graph): Map<Value, number> {
  const uses = new Map<Value, number>();
  const count = (value: Value | null) => value && uses.set(value, (uses.get(value) ?? 0) + 1);
  for (const node of graph.nodes) node.inputs.forEach(count);
  graph.outputs.forEach(count);
  return uses;
}
