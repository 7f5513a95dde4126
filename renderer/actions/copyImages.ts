import type { App } from '../app.js';
import { SHEET_SIDE } from '../images/messages.js';
import { notice } from '../state/ui.js';

/** Approximate minimum width of the copied picture, so that individual pixels are visible. */
const WIDE = 256;
/** Maximum number of images in one picture: the capacity of a sheet. */
const MOST = SHEET_SIDE * SHEET_SIDE;

/** Copies images to the clipboard as one picture: side by side, and enlarged if there are few. */
export async function copyImages(app: App, rows: readonly number[]): Promise<void> {
  try {
    const picture = await sideBySide(app, rows.slice(0, MOST));
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
    notice(app, 'ok', copiedMessage(rows.length));
  } catch (problem) {
    notice(app, 'bad', `The image could not be copied: ${(problem as Error).message}`);
  }
}

async function sideBySide(app: App, rows: readonly number[]): Promise<Blob> {
  const sheet = await app.images.ask('sheet', Uint32Array.from(rows));
  const side = sheet.width / SHEET_SIDE;
  const columns = Math.ceil(Math.sqrt(rows.length));
  const scale = Math.max(1, Math.round(WIDE / (columns * side)));
  const cell = side * scale;
  const canvas = new OffscreenCanvas(columns * cell, Math.ceil(rows.length / columns) * cell);
  const context = canvas.getContext('2d')!;
  context.imageSmoothingEnabled = false;
  rows.forEach((_, i) => {
    const [left, top] = [(i % SHEET_SIDE) * side, Math.floor(i / SHEET_SIDE) * side];
    const [x, y] = [(i % columns) * cell, Math.floor(i / columns) * cell];
    context.drawImage(sheet, left, top, side, side, x, y, cell, cell);
  });
  sheet.close();
  return canvas.convertToBlob();
}

function copiedMessage(count: number): string {
  if (count === 1) return 'Image copied.';
  return count <= MOST
    ? `${count} images copied as one picture.`
    : `The first ${MOST} images copied as one picture.`;
}
