import type { Shape } from '../../engine/base/shape.js';

/** A picture of a tensor's shape: a bar for a vector, a stack of rectangles for maps. Sizes in pixels. */
export interface Glyph {
  readonly width: number;
  readonly height: number;
  /** Number of rectangles in the stack. */
  readonly depth: number;
}

/** Sizes grow with the logarithm, so that 10 and 4,096 units can stand side by side; `most` is reached at 4,096. */
function grown(size: number, most: number): number {
  return Math.round(Math.max(4, Math.min(most, (most * Math.log2(size + 1)) / 12)));
}

/** The picture of a shape `[batch, …]`; null if a size is unknown. */
export function glyphOf(shape: Shape): Glyph | null {
  const sizes = shape.slice(1).filter((size) => typeof size === 'number');
  if (sizes.length === 0 || sizes.length < shape.length - 1) return null;
  const [channels = 1, height = 1, width = height] = sizes;
  if (sizes.length === 1) return { width: 6, height: grown(channels, 36), depth: 1 };
  const depth = channels < 2 ? 1 : channels < 16 ? 2 : channels < 64 ? 3 : 4;
  const side = sizes.length === 2 ? { width: grown(height, 32), height: 6 } : null;
  return { width: grown(width, 48), height: grown(height, 48), ...side, depth };
}
