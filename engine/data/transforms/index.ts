import type { TransformDefinition } from './define.js';
import { normalize } from './normalize.js';
import { scale } from './scale.js';
import { standardize } from './standardize.js';
import { toTensor } from './toTensor.js';

/** All transforms. A new one is one file and one line here. */
export const transforms: readonly TransformDefinition[] = [toTensor, normalize, scale, standardize];
