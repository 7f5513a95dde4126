import { isImages } from '../samples.js';
import type { DataSpec } from '../schema.js';
import type { Advice } from './define.js';
import { IMAGE_RULES } from './images.js';
import { TABLE_RULES } from './tables.js';

/** What there is to say about how a project's samples are prepared, problems first. */
export function advise(data: DataSpec): readonly Advice[] {
  const found = isImages(data)
    ? IMAGE_RULES.flatMap((rule) => rule(data))
    : TABLE_RULES.flatMap((rule) => rule(data));
  const weights = ['problem', 'warning', 'note'];
  return found.sort((a, b) => weights.indexOf(a.weight) - weights.indexOf(b.weight));
}
