import { it } from 'vitest';
import { anySeed, tryRandomModels } from './randomModels.js';

// A file of its own: another process tries these at the same time.
const seed = anySeed() + 1;

it(`agrees with itself on other random models, seed ${seed}`, () => tryRandomModels(seed, 30));
