/** Canvas operations available to commands. */
export interface CanvasHandle {
  /** Restores the opening view: the whole graph, or its beginning if it is long. */
  readonly open: () => void;
  /** Zooms to show the whole graph, however small. */
  readonly fit: () => void;
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  /** Pans the view, in screen pixels. */
  readonly pan: (x: number, y: number) => void;
  /** Moves the selected nodes, in canvas pixels. */
  readonly nudge: (x: number, y: number) => void;
}
