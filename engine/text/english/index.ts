import type { Language } from '../language.js';
import { fixes } from './fixes.js';
import { internal } from './internal.js';
import { headlines, model } from './model.js';
import { pipeline } from './pipeline.js';
import { places } from './places.js';
import { words } from './words.js';

/** American English. */
export const english: Language = {
  sentences: { ...words, ...model, ...pipeline, ...internal },
  headlines,
  places,
  fixes,
};
