import { ask } from '../images/library.js';
import { SHEET_SIDE } from '../images/messages.js';
import { notice } from '../state/ui.js';

/** A picture for pasting is about this wide at least, so that pixels can be seen. */
const WIDE = 256;
/** More than a sheet holds is not put into one picture. */
const MOST = SHEET_SIDE * SHEET_SIDE;

/** Puts images on the clipboard as one picture: enlarged when they are few, side by side when they are several. */
export async function copyImages(rows: readonly number[]): Promise<void> {
  try {
    const picture = await sideBySide(rows.slice(0, MOST));
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
    notice('ok', said(rows.length));
  } catch (problem) {
    notice('bad', `The image could not be copied: ${(problem as Error).message}`);
  }
}

async function sideBySide(rows: readonly number[]): Promise<Blob> {
  const sheet = await ask('sheet', Uint32Array.from(rows));
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

function said(count: number): string {
  if (count === 1) return 'Image copied.';
  return count <= MOST
    ? `${count} images copied as one picture.`
    : `The first ${MOST} images copied as one picture.`;
}
