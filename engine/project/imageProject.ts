import type { ImportedImages } from '../data/imageImport.js';
import { convnetFor } from './templates.js';
import type { Project } from './schema.js';

const HELD_OUT = 0.2;

/**
 * A project that classifies imported images, starting from a convnet for their size. It validates on the images' test
 * split if there is one, and remembers how they became what they are, for other images.
 */
export function imageProject(images: ImportedImages): Project {
  const { id, name, side, channels, fit, background, classes } = images;
  const template = convnetFor(side).project;
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
      source: {
        kind: 'images',
        id,
        name,
        side,
        channels,
        ...(fit !== 'crop' && { fit }),
        ...(background !== null && { background }),
      },
      classes: classes.map((one) => one.name),
      limitPerClass: null,
      validation: hasTest ? { from: 'test' } : { from: 'train', share: HELD_OUT },
      transforms: [{ type: 'ToTensor' }, { type: 'Normalize', mean: half, std: half }],
      augment: [],
    },
    model: { layers },
  };
}
