import type { ImportedImages } from '../data/imageImport.js';
import { templates } from './templates.js';
import type { Project } from './schema.js';

const HELD_OUT = 0.2;

/**
 * A project that classifies imported images, starting from the small convnet template. It validates on the images'
 * test split if there is one.
 */
export function imageProject({ id, name, side, channels, classes }: ImportedImages): Project {
  const template = templates.find((one) => one.id === 'convnet')!.project;
  const last = template.model.layers.at(-1)!;
  const layers = template.model.layers.map((layer) =>
    layer === last ? { ...layer, params: { ...layer.params, out_features: classes.length } } : layer,
  );
  const half = new Array<number>(channels).fill(0.5);
  const hasTest = classes.some(({ test }) => test > 0);
  return {
    ...template,
    name,
    data: {
      source: { kind: 'images', id, name, side, channels },
      classes: classes.map((one) => one.name),
      limitPerClass: null,
      validation: hasTest ? { from: 'test' } : { from: 'train', share: HELD_OUT },
      transforms: [{ type: 'ToTensor' }, { type: 'Normalize', mean: half, std: half }],
      augment: [],
    },
    model: { layers },
  };
}
