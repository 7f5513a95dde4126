import { Builder } from '../../../tensor/builder.js';
import type { Graph, Value } from '../../../tensor/graph.js';
import { nativeOperatorOf } from './operators.js';

/**
 * Rewrites a graph with onnxruntime's operators. Supports onnxruntime's blocked layout (`nchwc`, channels in
 * blocks) and tracks which images are in it.
 */
export class NativeBuilder extends Builder {
  private readonly blockedImages = new Map<Value, Value>();

  /** @param block channels in a block on this processor; null where the layout is not used */
  constructor(
    source: Graph,
    readonly block: number | null,
  ) {
    super(nativeOperatorOf, source);
  }

  /** True if `channels` is a multiple of the block size. */
  fillBlocks(channels: number): boolean {
    return this.block !== null && channels % this.block === 0;
  }

  /** Images in the blocked layout: directly from the operator that produced them, or reordered once. */
  blocked(x: Value): Value {
    const known = this.blockedImages.get(x);
    if (known) return known;
    const blocked = this.op('ReorderInput', [x]);
    this.blockedImages.set(x, blocked);
    return blocked;
  }

  /** Images in the plain layout from blocked ones; operators that can use the blocked ones will find them. */
  unblocked(blocked: Value, result?: Value): Value {
    const plain = this.op('ReorderOutput', [blocked], { channels: Number(blocked.shape[1]) }, result);
    this.blockedImages.set(plain, blocked);
    return plain;
  }

  /** The same elements in another shape. */
  reshape(x: Value, shape: readonly number[], result?: Value): Value {
    return this.op('Reshape', [x, this.ints(shape)], {}, result);
  }

  /** Every `step`-th element from `start` up to `end` (exclusive) along some axes. */
  slice(
    x: Value,
    axes: readonly number[],
    range: {
      readonly start: readonly number[];
      readonly end: readonly number[];
      readonly step: readonly number[];
    },
  ): Value {
    return this.op('Slice', [
      x,
      ...[range.start, range.end, axes, range.step].map((numbers) => this.ints(numbers)),
    ]);
  }

  /** The part from `start` up to `end` (exclusive) of the first axis. */
  rows(x: Value, start: number, end: number): Value {
    if (start === 0 && end === x.shape[0]) return x;
    return this.slice(x, [0], { start: [start], end: [end], step: [1] });
  }
}
