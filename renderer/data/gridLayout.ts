const GAP = 4;
const PADDING = 16;
/** Minimum thumbnail size for captions with the class. */
const CAPTION_FROM = 88;
const CAPTION = 18;

/** The layout of a grid of images, in pixels. */
export interface GridLayout {
  readonly size: number;
  readonly columns: number;
  /** Height of a line, including the gap below it. */
  readonly line: number;
  readonly height: number;
  readonly captions: boolean;
}

/** Lays out `count` square images in lines. */
export function gridLayout(count: number, size: number, width: number): GridLayout {
  const columns = Math.max(1, Math.floor((width - 2 * PADDING + GAP) / (size + GAP)));
  const captions = size >= CAPTION_FROM;
  const line = size + GAP + (captions ? CAPTION : 0);
  return { size, columns, line, captions, height: Math.ceil(count / columns) * line - GAP + 2 * PADDING };
}

/** The top-left corner of image `index`, relative to the grid. */
export function placeOf({ size, columns, line }: GridLayout, index: number): { x: number; y: number } {
  return {
    x: PADDING + (index % columns) * (size + GAP),
    y: PADDING + Math.floor(index / columns) * line,
  };
}

/** The index of the image at a point, possibly beyond the end of the list; null outside the columns. */
export function indexAt({ size, columns, line }: GridLayout, x: number, y: number): number | null {
  const column = Math.floor((x - PADDING) / (size + GAP));
  const row = Math.floor((y - PADDING) / line);
  return column < 0 || column >= columns || row < 0 ? null : row * columns + column;
}

/** The range of visible image indices: first inclusive, last exclusive. */
export function inSight(layout: GridLayout, top: number, height: number): readonly [number, number] {
  const lineAt = (y: number) => Math.floor((y - PADDING) / layout.line);
  return [Math.max(0, lineAt(top)) * layout.columns, (lineAt(top + height) + 1) * layout.columns];
}

/** The scroll position that makes an image visible; null if it already is. */
export function scrollTo(layout: GridLayout, index: number, top: number, height: number): number | null {
  const { y } = placeOf(layout, index);
  if (y < top) return y - PADDING;
  const bottom = y + layout.line - GAP;
  return bottom > top + height ? bottom - height + PADDING : null;
}
