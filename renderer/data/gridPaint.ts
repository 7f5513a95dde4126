import { inSight, placeOf, type GridLayout } from './gridLayout.js';
import { SHEET_SIDE } from '../images/messages.js';
import { SHEET_IMAGES, type Sheets } from './sheets.js';

/** The current state of a grid. */
export interface Scene {
  readonly layout: GridLayout;
  readonly width: number;
  readonly height: number;
  /** Scroll position in pixels. */
  readonly top: number;
  /** Index of the inspected image in the list; −1 if it is not listed. */
  readonly at: number;
  /** Selected rows. */
  readonly selected: ReadonlySet<number>;
  /** A row's class. */
  readonly nameOf: (row: number) => string;
  /** Rows that are marked as held out; empty where the list does not mix them with others. */
  readonly heldOut: ReadonlySet<number>;
}

/** Draws the visible images. */
export function paint(canvas: HTMLCanvasElement, sheets: Sheets, scene: Scene): void {
  const { layout, width, height, top } = scene;
  const context = prepared(canvas, width, height);
  if (!context) return;
  const style = getComputedStyle(canvas);
  const [first, last] = inSight(layout, top, height);
  for (let i = first; i < Math.min(last, sheets.rows.length); i++) {
    const { x, y } = placeOf(layout, i);
    drawImage(context, sheets, i, x, y - top, layout.size, style);
    if (layout.captions) drawCaption(context, scene, sheets.rows[i]!, x, y - top, style);
    if (scene.heldOut.has(sheets.rows[i]!)) markHeldOut(context, x + layout.size, y - top, style);
    drawFrame(context, scene, i, sheets.rows[i]!, x, y - top, style);
  }
}

function prepared(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | null {
  const scale = window.devicePixelRatio;
  if (canvas.width !== width * scale || canvas.height !== height * scale) {
    canvas.width = width * scale;
    canvas.height = height * scale;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const context = canvas.getContext('2d');
  context?.setTransform(scale, 0, 0, scale, 0, 0);
  context?.clearRect(0, 0, width, height);
  if (context) context.imageSmoothingEnabled = false;
  return context;
}

function drawImage(
  context: CanvasRenderingContext2D,
  sheets: Sheets,
  index: number,
  x: number,
  y: number,
  size: number,
  style: CSSStyleDeclaration,
): void {
  const sheet = sheets.get(index);
  if (!sheet) {
    context.fillStyle = style.getPropertyValue('--line');
    context.fillRect(x, y, size, size);
    return;
  }
  const side = sheet.width / SHEET_SIDE;
  const inSheet = index % SHEET_IMAGES;
  const left = (inSheet % SHEET_SIDE) * side;
  const above = Math.floor(inSheet / SHEET_SIDE) * side;
  context.drawImage(sheet, left, above, side, side, x, y, size, size);
}

/** Side of the mark of an image that is held out, in pixels. */
const MARK = 10;

/** Marks the top right corner of an image. */
function markHeldOut(
  context: CanvasRenderingContext2D,
  right: number,
  top: number,
  style: CSSStyleDeclaration,
): void {
  context.beginPath();
  context.moveTo(right - MARK, top);
  context.lineTo(right, top);
  context.lineTo(right, top + MARK);
  context.closePath();
  context.fillStyle = style.getPropertyValue('--accent');
  context.fill();
  // Stands out from any image.
  context.strokeStyle = style.getPropertyValue('--bg');
  context.lineWidth = 1;
  context.stroke();
}

function drawCaption(
  context: CanvasRenderingContext2D,
  { layout: { size }, nameOf }: Scene,
  row: number,
  x: number,
  y: number,
  style: CSSStyleDeclaration,
): void {
  context.font = `11px ${style.fontFamily}`;
  context.fillStyle = style.getPropertyValue('--text-2');
  context.textBaseline = 'top';
  context.fillText(nameOf(row), x, y + size + 3, size);
}

/** Draws a frame around a selected image, thicker for the inspected one. */
function drawFrame(
  context: CanvasRenderingContext2D,
  { layout: { size }, at, selected }: Scene,
  index: number,
  row: number,
  x: number,
  y: number,
  style: CSSStyleDeclaration,
): void {
  if (index !== at && !selected.has(row)) return;
  const thick = index === at ? 4 : 2;
  context.strokeStyle = style.getPropertyValue('--accent');
  context.lineWidth = thick;
  context.strokeRect(x - thick / 2 + 1, y - thick / 2 + 1, size + thick - 2, size + thick - 2);
}
