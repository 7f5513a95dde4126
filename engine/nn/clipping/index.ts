import { invariant } from '../../base/problem.js';
import { clipGradNorm } from './clipGradNorm.js';
import { clipGradValue } from './clipGradValue.js';
import type { ClippingDefinition } from './define.js';

/** All ways to clip gradients. A new one is one file and one line here. */
export const clippings: readonly ClippingDefinition[] = [clipGradNorm, clipGradValue];

/** The clipping named `type`, which the project's schema has checked. */
export function clippingOf(type: string): ClippingDefinition {
  const clipping = clippings.find((candidate) => candidate.type === type);
  invariant(clipping, `there is no clipping ${type}`);
  return clipping;
}
