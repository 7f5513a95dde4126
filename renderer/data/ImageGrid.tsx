import { type KeyboardEvent, type MouseEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { copyImages } from '../actions/data.js';
import type { App } from '../app.js';
import type { ImageLibrary } from '../images/library.js';
import { type Loaded, SHEET_SIDE } from '../images/messages.js';
import { chooseAll, chooseAt, chooseCurrent, type ChooseMode } from '../state/browse.js';
import { nameOf } from '../state/filters.js';
import { announce } from '../state/ui.js';
import { useApp, useBrowse, useUi } from '../useApp.js';
import css from './data.module.css';

interface ImageGridProps {
  readonly data: Loaded;
  /** Rows to mark as held out. */
  readonly heldOut: ReadonlySet<number>;
}

/**
 * All images that pass the filters, drawn on one viewport-sized canvas, so that the number of elements does not
 * depend on the number of images.
 */
export function ImageGrid({ data, heldOut }: ImageGridProps) {
  const app = useApp();
  const { rows, size, current, selected } = useBrowse(
    useShallow(({ rows, size, current, selected }) => ({ rows, size, current, selected })),
  );
  // Painting reads the theme's colors, so a theme change must repaint.
  useUi((state) => state.dark);
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [view, setView] = useState({ width: 0, height: 0 });
  const layout = gridLayout(rows.length, size, view.width);
  const at = current === null ? -1 : rows.indexOf(current);

  const draw = useRef<() => void>(() => undefined);
  const sheets = useRef<Sheets | null>(null);
  useEffect(() => {
    const own = new Sheets(app.images, rows, () => draw.current());
    sheets.current = own;
    draw.current();
    return () => own.dispose();
  }, [app, rows]);

  useEffect(() => {
    if (!scroller.current) return;
    const element = scroller.current;
    const observer = new ResizeObserver(() =>
      setView({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    draw.current = () => {
      if (!scroller.current || !canvas.current || !sheets.current) return;
      const nameOf = (row: number) => data.classNames[data.labels[row]!]!;
      const top = scroller.current.scrollTop;
      paint(canvas.current, sheets.current, { layout, at, selected, top, nameOf, heldOut, ...view });
    };
    draw.current();
  });

  // Scroll the inspected image into view.
  useEffect(() => {
    const element = scroller.current;
    if (!element || at < 0) return;
    const top = scrollTo(layout, at, element.scrollTop, element.clientHeight);
    if (top !== null) element.scrollTop = top;
  }, [at, layout.columns, layout.line]);

  const go = (to: number, mode: ChooseMode) => {
    chooseAt(app, to, mode);
    const { current: row, selected: chosen } = app.browse.getState();
    if (row === null) return;
    app.browse.setState({ tab: 'image' });
    const held = heldOut.has(row) ? ', held out' : '';
    const more = chosen.size > 1 ? `, ${chosen.size} selected` : '';
    announce(app, `${data.classNames[data.labels[row]!]!}, ${nameOf(row, data.trainCount)}${held}${more}`);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const command = event.ctrlKey || event.metaKey;
    const act = command
      ? COMMANDS[event.key.toLowerCase()]
      : event.key === 'Escape'
        ? chooseCurrent
        : undefined;
    if (act) {
      event.preventDefault();
      act(app);
      return;
    }
    const page = Math.max(1, Math.floor(view.height / layout.line)) * layout.columns;
    const to = destination(event.key, at, layout.columns, page, rows.length);
    if (to === null || command || event.altKey) return;
    event.preventDefault();
    go(to, event.shiftKey ? 'range' : 'alone');
  };
  const onClick = (event: MouseEvent<HTMLCanvasElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const top = scroller.current?.scrollTop ?? 0;
    const to = indexAt(layout, event.clientX - box.left, event.clientY - box.top + top);
    if (to === null || to >= rows.length) return;
    go(to, event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? 'toggle' : 'alone');
  };
  return (
    <div
      ref={scroller}
      className={css['scroller']}
      tabIndex={0}
      role="region"
      aria-label={`Images, ${rows.length}. Use the arrow keys to move between images, with Shift to select several.`}
      onScroll={() => draw.current()}
      onKeyDown={onKeyDown}
    >
      <canvas ref={canvas} className={css['canvas']} onClick={onClick} />
      <div style={{ height: Math.max(layout.height - view.height, 0) }} />
    </div>
  );
}

/** Actions of keys pressed with Ctrl or Cmd. */
const COMMANDS: Readonly<Record<string, (app: App) => void>> = {
  a: chooseAll,
  c: (app) => void copyImages(app, [...app.browse.getState().selected]),
};

/** The position that a navigation key moves to; null for other keys. */
function destination(key: string, at: number, columns: number, page: number, count: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at - columns,
    ArrowDown: at + columns,
    PageUp: at - page,
    PageDown: at + page,
    Home: 0,
    End: count - 1,
  };
  return steps[key] ?? null;
}

const GAP = 4;
const PADDING = 16;
/** Minimum thumbnail size for captions with the class. */
const CAPTION_FROM = 88;
const CAPTION = 18;

/** The layout of a grid of images, in pixels. */
interface GridLayout {
  readonly size: number;
  readonly columns: number;
  /** Height of a line, including the gap below it. */
  readonly line: number;
  readonly height: number;
  readonly captions: boolean;
}

/** Lays out `count` square images in lines. */
function gridLayout(count: number, size: number, width: number): GridLayout {
  const columns = Math.max(1, Math.floor((width - 2 * PADDING + GAP) / (size + GAP)));
  const captions = size >= CAPTION_FROM;
  const line = size + GAP + (captions ? CAPTION : 0);
  return { size, columns, line, captions, height: Math.ceil(count / columns) * line - GAP + 2 * PADDING };
}

/** The top-left corner of image `index`, relative to the grid. */
function placeOf({ size, columns, line }: GridLayout, index: number): { x: number; y: number } {
  return {
    x: PADDING + (index % columns) * (size + GAP),
    y: PADDING + Math.floor(index / columns) * line,
  };
}

/** The index of the image at a point, possibly beyond the end of the list; null outside the columns. */
function indexAt({ size, columns, line }: GridLayout, x: number, y: number): number | null {
  const column = Math.floor((x - PADDING) / (size + GAP));
  const row = Math.floor((y - PADDING) / line);
  return column < 0 || column >= columns || row < 0 ? null : row * columns + column;
}

/** The range of visible image indices: first inclusive, last exclusive. */
function inSight(layout: GridLayout, top: number, height: number): readonly [number, number] {
  const lineAt = (y: number) => Math.floor((y - PADDING) / layout.line);
  return [Math.max(0, lineAt(top)) * layout.columns, (lineAt(top + height) + 1) * layout.columns];
}

/** The scroll position that makes an image visible; null if it already is. */
function scrollTo(layout: GridLayout, index: number, top: number, height: number): number | null {
  const { y } = placeOf(layout, index);
  if (y < top) return y - PADDING;
  const bottom = y + layout.line - GAP;
  return bottom > top + height ? bottom - height + PADDING : null;
}

/** The current state of a grid. */
interface Scene {
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
function paint(canvas: HTMLCanvasElement, sheets: Sheets, scene: Scene): void {
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

/** Number of images per sheet. */
const SHEET_IMAGES = SHEET_SIDE * SHEET_SIDE;
/** Maximum number of cached sheets, 1 MB each: several screens of the smallest thumbnails. */
const KEPT = 48;

/** An LRU cache of sheets with 256 images each, rendered on first use. */
class Sheets {
  readonly #made = new Map<number, ImageBitmap | null>();

  constructor(
    private readonly images: ImageLibrary,
    readonly rows: Uint32Array,
    private readonly onMade: () => void,
  ) {}

  /** The sheet that contains image `index` of the list; null while it is being rendered. */
  get(index: number): ImageBitmap | null {
    const number = Math.floor(index / SHEET_IMAGES);
    const known = this.#made.get(number);
    if (known === undefined) {
      this.#make(number);
      return null;
    }
    // Reinsert as the most recently used.
    this.#made.delete(number);
    this.#made.set(number, known);
    return known;
  }

  /** Frees the bitmaps. */
  dispose(): void {
    for (const sheet of this.#made.values()) sheet?.close();
    this.#made.clear();
  }

  #make(number: number): void {
    this.#made.set(number, null);
    const rows = this.rows.slice(number * SHEET_IMAGES, (number + 1) * SHEET_IMAGES);
    this.images.ask('sheet', rows).then(
      (sheet) => {
        if (!this.#made.has(number)) {
          sheet.close();
          return;
        }
        this.#made.set(number, sheet);
        this.#evict();
        this.onMade();
      },
      // Either a new data set replaces this list, or the next paint requests the sheet again.
      () => this.#made.delete(number),
    );
  }

  #evict(): void {
    for (const [number, sheet] of this.#made) {
      if (this.#made.size <= KEPT) return;
      sheet?.close();
      this.#made.delete(number);
    }
  }
}
