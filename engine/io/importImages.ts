import type { ImageForm } from '../data/imageSet.js';
import { dataFolder } from './environment.js';
import { openImport } from './import/index.js';
import { saveOwnImages } from './ownImages.js';

/** Imports the images in a folder or archive; returns their id. */
export async function importImages(path: string, { side, channels }: ImageForm): Promise<string> {
  const { name, container, read } = await openImport(path);
  try {
    const { signal } = new AbortController();
    const { set } = await read({
      side,
      channels,
      fit: 'crop',
      labelling: 0,
      signal,
      progress: () => undefined,
    });
    return await saveOwnImages(dataFolder(), name, set);
  } finally {
    await container.close();
  }
}
