const GAP = 4;
const PADDING = 16;
/** Thumbnails from this size on have their class written below. */
const CAPTION_FROM = 88;
const CAPTION = 18;

/** Where images of a list stand, in pixels from the top left of the whole grid. */
export interface GridLayout {
  readonly size: number;
  readonly columns: number;
  /** From one line to the next. */
  readonly line: number;
  readonly height: number;
  readonly captions: boolean;
}

/** Lays images of one size out in lines. */
export function gridLayout(count: number, size: number, width: number): GridLayout {
  const columns = Math.max(1, Math.floor((width - 2 * PADDING + GAP) / (size + GAP)));
  const captions = size >= CAPTION_FROM;
  const line = size + GAP + (captions ? CAPTION : 0);
  return { size, columns, line, captions, height: Math.ceil(count / columns) * line - GAP + 2 * PADDING };
}

/** Where image number `index` stands. */
export function placeOf({ size, columns, line }: GridLayout, index: number): { x: number; y: number } {
  return {
    x: PADDING + (index % columns) * (size + GAP),
    y: PADDING + Math.floor(index / columns) * line,
  };
}

/** The number of the image at a place, null between the columns' ends; it may be beyond the list. */
export function indexAt({ size, columns, line }: GridLayout, x: number, y: number): number | null {
  const column = Math.floor((x - PADDING) / (size + GAP));
  const row = Math.floor((y - PADDING) / line);
  return column < 0 || column >= columns || row < 0 ? null : row * columns + column;
}

/** The images in sight: from the first to before the last. */
export function inSight(layout: GridLayout, top: number, height: number): readonly [number, number] {
  const lineAt = (y: number) => Math.floor((y - PADDING) / layout.line);
  return [Math.max(0, lineAt(top)) * layout.columns, (lineAt(top + height) + 1) * layout.columns];
}

/** Where to scroll so that an image is in sight; null when it is. */
export function scrollTo(layout: GridLayout, index: number, top: number, height: number): number | null {
  const { y } = placeOf(layout, index);
  if (y < top) return y - PADDING;
  const bottom = y + layout.line - GAP;
  return bottom > top + height ? bottom - height + PADDING : null;
}
