import { parseProject } from '../../engine/project/parse.js';
import { formOfSource, isImages } from '../../engine/project/samples.js';
import type { ImageDataSpec } from '../../engine/project/schema.js';
import type { App } from '../app.js';
import { shownRun } from '../state/training.js';
import { notice, show } from '../state/ui.js';

/** The images that the shown run's model was trained on; null if it was not, or on something else. */
function trainedImages(app: App): ImageDataSpec | null {
  const shown = shownRun(app.training.getState());
  if (!shown?.text || shown.epochs.length === 0) return null;
  const { data } = parseProject(shown.text);
  return isImages(data) ? data : null;
}

/** True if the shown run's model can say what a picture is. */
export const canAskAboutPictures = (app: App): boolean => trainedImages(app) !== null;

/** Shows what the shown run's model says about a picture. */
export async function askAboutPicture(app: App, blob: Blob): Promise<void> {
  const data = trainedImages(app);
  const picture = data && (await readPicture(app, data, blob));
  if (!picture) return;
  const { workspace } = app.ui.getState();
  app.understand.setState(({ sample, page }) => ({
    sample: { ...sample, picture },
    page: workspace === 'understand' && page === 'translation' ? page : 'sample',
  }));
  show(app, 'understand');
}

/** Reads a picture in the size of a project's images: its middle square, on white. Bytes `[height, width, channels]`. */
export async function readPicture(
  app: App,
  { source }: ImageDataSpec,
  blob: Blob,
): Promise<Uint8Array | null> {
  const bitmap = await createImageBitmap(blob).catch(() => null);
  if (!bitmap) {
    notice(app, 'bad', 'This picture could not be read. PNG, JPEG, WebP, GIF and BMP can be.');
    return null;
  }
  const { side, channels } = formOfSource(source);
  const context = new OffscreenCanvas(side, side).getContext('2d', { willReadFrequently: true })!;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, side, side);
  context.imageSmoothingQuality = 'high';
  const scale = side / Math.min(bitmap.width, bitmap.height);
  const [width, height] = [bitmap.width * scale, bitmap.height * scale];
  context.drawImage(bitmap, (side - width) / 2, (side - height) / 2, width, height);
  bitmap.close();
  return pixelsOf(context.getImageData(0, 0, side, side).data, channels);
}

/** RGBA pixels as bytes `[height, width, channels]`; gray as in ITU-R 601, as Pillow converts to `L`. */
export function pixelsOf(rgba: Uint8ClampedArray, channels: 1 | 3): Uint8Array {
  return Uint8Array.from({ length: (rgba.length / 4) * channels }, (_, i) => {
    const at = Math.floor(i / channels) * 4;
    if (channels === 3) return rgba[at + (i % 3)]!;
    return Math.round(0.299 * rgba[at]! + 0.587 * rgba[at + 1]! + 0.114 * rgba[at + 2]!);
  });
}
