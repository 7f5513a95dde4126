import type { Attributes, Constant, Node, Value } from '../../../tensor/graph.js';
import { float32, int64, numel, type DType, type Tensor } from '../../../tensor/tensor.js';
import type { OpType } from '../../../tensor/operators/index.js';
import type { nativeOperators } from './operators.js';

/** An operator that onnxruntime can run: of a model, or one that only lowerings use. */
export type NativeOp = OpType | keyof typeof nativeOperators;

/** What a node gives: the shape of a new value, or the value that it is to be. */
export type Result = readonly number[] | Value;

/** What lowerings may depend on. */
export interface LoweringTarget {
  /** Channels in a block of onnxruntime's blocked layout on this processor; null where it is not used. */
  readonly block: number | null;
  /** Values that are constants of the graph. */
  readonly constants: ReadonlySet<Value>;
  /** Images that are there in the blocked layout too; lowerings add to it. */
  readonly blocked: Map<Value, Value>;
}

/** Writes the nodes that take the place of one node. Types are not inferred here: the lowering states them. */
export class Emitter {
  readonly nodes: Node[] = [];
  readonly constants: Constant[] = [];
  private readonly known = new Map<string, Value>();
  private count = 0;

  /**
   * @param prefix makes the names of new values unique in the graph
   * @param target what is known of the machine and the graph
   */
  constructor(
    private readonly prefix: string,
    private readonly target: LoweringTarget,
  ) {}

  /** Channels in a block of onnxruntime's blocked layout; null where it is not used. */
  get block(): number | null {
    return this.target.block;
  }

  /** The value changes from call to call: it is no constant that onnxruntime could prepare by itself. */
  trainable(value: Value): boolean {
    return !this.target.constants.has(value);
  }

  /** Adds a node with one result. */
  emit(
    op: NativeOp,
    inputs: readonly (Value | null)[],
    attributes: Attributes,
    result: Result,
    dtype: DType = 'float32',
  ): Value {
    const output = this.named(result, dtype);
    this.nodes.push({ op, inputs, attributes, outputs: [output] });
    return output;
  }

  /** Whole blocks make up the channels of images `[B, C, H, W]`. */
  fillBlocks(channels: number): boolean {
    return this.block !== null && channels % this.block === 0;
  }

  /** Images in the blocked layout: as they came from an operator that gives it, or turned into it once. */
  blocked(x: Value): Value {
    const known = this.target.blocked.get(x);
    if (known) return known;
    const blocked = this.emit('ReorderInput', [x], {}, x.shape.map(Number));
    this.target.blocked.set(x, blocked);
    return blocked;
  }

  /** Images in the plain layout from blocked ones; who can use the blocked ones finds them. */
  unblocked(blocked: Value, result: Result): Value {
    const channels = Number(blocked.shape[1]);
    const plain = this.emit('ReorderOutput', [blocked], { channels }, result);
    this.target.blocked.set(plain, blocked);
    return plain;
  }

  /** Adds a node with several results. */
  emitAll(op: NativeOp, inputs: readonly Value[], attributes: Attributes, outputs: readonly Value[]): void {
    this.nodes.push({ op, inputs, attributes, outputs });
  }

  /** Adds a MaxPool that also tells where in its flat input each maximum lies; the first wins a tie. */
  maxPool(x: Value, attributes: Attributes, shape: readonly number[]): readonly [Value, Value] {
    const outputs = [this.named(shape, 'float32'), this.named(shape, 'int64')] as const;
    this.emitAll('MaxPoolWithIndices', [x], attributes, outputs);
    return outputs;
  }

  /** The elements in another shape. */
  reshape(x: Value, result: Result): Value {
    const shape = 'name' in result ? result.shape.map(Number) : result;
    return this.emit('Reshape', [x, this.ints(shape)], {}, result, x.dtype);
  }

  /** Every `step`-th element from `start` up to `end` (exclusive) along two axes. */
  slice(
    x: Value,
    axes: readonly number[],
    range: {
      readonly start: readonly number[];
      readonly end: readonly number[];
      readonly step: readonly number[];
    },
    shape: readonly number[],
  ): Value {
    const bounds = [range.start, range.end, axes, range.step].map((numbers) => this.ints(numbers));
    return this.emit('Slice', [x, ...bounds], {}, shape, x.dtype);
  }

  /** The part from `start` up to `end` (exclusive) of the first axis. */
  rows(x: Value, start: number, end: number): Value {
    const [length, ...rest] = x.shape.map(Number);
    if (start === 0 && end === length) return x;
    return this.slice(x, [0], { start: [start], end: [end], step: [1] }, [end - start, ...rest]);
  }

  /** A one-dimensional int64 constant. */
  ints(numbers: readonly number[]): Value {
    return this.constant(int64(numbers));
  }

  /** A float32 constant, one-dimensional unless `shape` says otherwise. */
  floats(numbers: readonly number[], shape: readonly number[] = [numbers.length]): Value {
    return this.constant(float32(shape, numbers));
  }

  /** Zeros, of any number: large ones are told by their shape alone. */
  zeros(shape: readonly number[]): Value {
    return this.once(`zeros [${shape.join()}]`, () => float32(shape, new Float32Array(numel(shape))));
  }

  /** A float32 scalar. */
  scalar(number: number): Value {
    return this.constant(float32([], [number]));
  }

  /** Equal constants are one value: a lowering that goes image by image asks for the same ones many times. */
  private constant(tensor: Tensor): Value {
    return this.once(`${tensor.dtype} [${tensor.shape.join()}] ${tensor.data.join()}`, () => tensor);
  }

  private once(key: string, make: () => Tensor): Value {
    const known = this.known.get(key);
    if (known) return known;
    const tensor = make();
    const value = this.named(tensor.shape, tensor.dtype);
    this.constants.push({ value, tensor });
    this.known.set(key, value);
    return value;
  }

  private named(result: Result, dtype: DType): Value {
    return 'name' in result ? result : { name: `${this.prefix}.${this.count++}`, dtype, shape: result };
  }
}
