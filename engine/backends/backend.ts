import type { Graph } from '../tensor/graph.js';
import type { Tensor } from '../tensor/tensor.js';

/** Tensors by the name of the graph's input or output. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** More threads than any machine has use for; each costs memory as soon as a session opens. */
export const MAX_THREADS = 256;

/** A graph made ready to run. */
export interface Executable {
  /** Runs once. Inputs are only read. */
  readonly run: (inputs: Tensors) => Promise<Tensors>;
  /** Frees what the backend holds. The executable cannot run afterwards. */
  readonly dispose: () => Promise<void>;
}

/**
 * A step that is run many times: the graph computes the next state from the present one. This is what
 * training is, and what a backend may run K times in one call.
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

/** What one call of a loop gets. */
export interface LoopInputs {
  /** K, at least 1. */
  readonly steps: number;
  readonly state: Tensors;
  readonly constants: Tensors;
  readonly perStep: Tensors;
}

/** What one call of a loop gives. */
export interface LoopOutputs {
  readonly state: Tensors;
  readonly scanned: Tensors;
}

/** A loop program made ready to run. */
export interface LoopExecutable {
  readonly run: (inputs: LoopInputs) => Promise<LoopOutputs>;
  readonly dispose: () => Promise<void>;
}

/** Something that runs graphs. All backends give the same numbers within rounding. */
export interface Backend {
  readonly name: 'native' | 'reference';
  /** For the start message: `onnxruntime 1.30.0, 2 threads`. */
  readonly description: string;
  readonly threads: number;
  readonly compile: (graph: Graph) => Promise<Executable>;
  readonly compileLoop: (program: LoopProgram) => Promise<LoopExecutable>;
}
