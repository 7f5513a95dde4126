import type { LayerCategory, LayerDefinition } from '../../engine/nn/layers/define.js';
import { catalogue } from '../../engine/nn/layers/index.js';
import { CATEGORIES } from './categories.js';

/** Layers of one category. */
interface Group {
  readonly category: LayerCategory;
  readonly layers: readonly LayerDefinition[];
}

/** The layers that fit what was typed, by category; what fits best comes first. */
export function grouped(query: string): Group[] {
  const wanted = query.trim().toLowerCase();
  const fits = ({ type, summary, category }: LayerDefinition) =>
    [type, summary, CATEGORIES[category].title].some((text) => text.toLowerCase().includes(wanted));
  // A name that starts with what was typed comes first: "relu" means ReLU, not LeakyReLU.
  const rank = ({ type }: LayerDefinition) =>
    type.toLowerCase().startsWith(wanted) ? 0 : type.toLowerCase().includes(wanted) ? 1 : 2;
  const groups = (Object.keys(CATEGORIES) as LayerCategory[]).map((category) => ({
    category,
    layers: catalogue
      .filter((layer) => layer.category === category && fits(layer))
      .sort((a, b) => (wanted === '' ? 0 : rank(a) - rank(b))),
  }));
  const best = (layers: readonly LayerDefinition[]) => (layers[0] ? rank(layers[0]) : 3);
  return groups
    .filter(({ layers }) => layers.length > 0)
    .sort((a, b) => (wanted === '' ? 0 : best(a.layers) - best(b.layers)));
}
