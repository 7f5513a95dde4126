import type { Graph } from '../tensor/graph.js';
import type { Tensor } from '../tensor/tensor.js';

/** Tensors by the names of a graph's inputs or outputs. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** More threads than any machine can use; each costs memory as soon as a session opens. */
export const MAX_THREADS = 256;

/** A compiled graph. */
export interface Executable {
  /** Runs once. Inputs are only read. */
  readonly run: (inputs: Tensors) => Promise<Tensors>;
  /** Frees the backend's resources. The executable cannot run afterwards. */
  readonly dispose: () => Promise<void>;
}

/**
 * A step that runs many times: the graph computes the next state from the current one. Training is such a
 * loop; a backend may run K steps in one call.
 */
export interface LoopProgram {
  /** One step. */
  readonly body: Graph;
  /** State: input name → name of the output that becomes that input in the next step. */
  readonly carried: Readonly<Record<string, string>>;
  /** Inputs that are the same in every step (the data set). */
  readonly constants: readonly string[];
  /** Inputs that differ from step to step, fed with a leading axis of K. */
  readonly perStep: readonly string[];
  /** Outputs collected from every step, returned with a leading axis of K. */
  readonly scanned: readonly string[];
}

/** Inputs of one call of a loop. */
export interface LoopInputs {
  /** K, at least 1. */
  readonly steps: number;
  readonly state: Tensors;
  readonly constants: Tensors;
  readonly perStep: Tensors;
}

/** Outputs of one call of a loop. */
export interface LoopOutputs {
  readonly state: Tensors;
  readonly scanned: Tensors;
}

/** A compiled loop program. */
export interface LoopExecutable {
  readonly run: (inputs: LoopInputs) => Promise<LoopOutputs>;
  readonly dispose: () => Promise<void>;
}

/** Runs graphs. All backends compute the same numbers up to rounding. */
export interface Backend {
  readonly name: 'native' | 'reference';
  /** For the start message: `onnxruntime 1.30.0, 2 threads`. */
  readonly description: string;
  readonly threads: number;
  readonly compile: (graph: Graph) => Promise<Executable>;
  readonly compileLoop: (program: LoopProgram) => Promise<LoopExecutable>;
}
