/** What the canvas can be asked to do from outside; it registers itself while it is shown. */
export interface CanvasHandle {
  /** Shows the graph as it is shown when it opens: all of it, or its beginning if it is long. */
  readonly open: () => void;
  /** Shows all of the graph, however small. */
  readonly fit: () => void;
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  /** Moves the view by pixels of the screen. */
  readonly pan: (x: number, y: number) => void;
  /** Moves the selected nodes by pixels of the canvas. */
  readonly nudge: (x: number, y: number) => void;
}

let handle: CanvasHandle | null = null;

/** The canvas says that it is there, or gone. */
export function registerCanvas(canvas: CanvasHandle | null): void {
  handle = canvas;
}

/** The canvas, while it is shown. */
export function canvas(): CanvasHandle | null {
  return handle;
}
