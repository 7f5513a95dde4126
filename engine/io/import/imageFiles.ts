import { problem } from '../../base/problem.js';
import { imageFormat } from '../imageFormat.js';
import { fileName, isImageName, MAX_HEADS, type Container, type Entry, type Skipped } from './container.js';

/** The images of a container, and the files that are not read. */
interface ImageFiles {
  readonly images: readonly Entry[];
  readonly passedOver: readonly Skipped[];
  /** The number of `passedOver` files that are images in a format that is not read. */
  readonly unread: number;
}

/** Finds the images. Files without an image's extension are images if their contents are. */
export async function imageFiles(container: Container): Promise<ImageFiles> {
  const images: Entry[] = [];
  const passedOver: Skipped[] = [];
  let unread = 0;
  let looked = 0;
  for (const entry of container.entries) {
    const format =
      isImageName(entry.path) || looked++ >= MAX_HEADS ? null : imageFormat(await container.head(entry));
    if (isImageName(entry.path) || format?.read) images.push(entry);
    else if (format) {
      unread++;
      passedOver.push({
        file: entry.path,
        why: problem('bad-argument/image-format', { format: format.name }),
      });
    } else {
      passedOver.push({
        file: entry.path,
        why: problem('bad-data/skipped-not-image', { ending: endingOf(entry) }),
      });
    }
  }
  return { images, passedOver, unread };
}

function endingOf(entry: Entry): string {
  return /\.\w{1,12}$/.exec(fileName(entry))?.[0].toLowerCase() ?? '';
}
