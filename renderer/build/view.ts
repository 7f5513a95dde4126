import { useReactFlow, useStore, useStoreApi, type FitViewOptions, type OnMoveEnd } from '@xyflow/react';
import { useCallback, useEffect, useRef } from 'react';
import { registerCanvas } from '../actions/canvas.js';
import { edit, useDocument } from '../state/document.js';
import { placeNodes } from '../../engine/project/layoutEdits.js';
import { announce, useUi } from '../state/ui.js';
import { INPUT } from './layout.js';
import type { ChainNode } from './nodes.js';

/** Bounds of the zoom: from 300 layers in a row on a small screen to letters of twice their size. */
export const [MIN_ZOOM, MAX_ZOOM] = [0.005, 2];

/** How long the view takes to get somewhere, in ms. */
const duration = 140;
/** All of the graph, at most in its own size; the tools are at its sides. */
const WHOLE: FitViewOptions<ChainNode> = { padding: { x: '64px', y: '24px' }, maxZoom: 1 };
/** A chain of more layers than this would be too small to read as a whole. */
const READABLE = 30;
/** Layers with which a longer one opens. */
const BEGINNING = 7;

/** The opening view of a graph: all of it, or its beginning if it is long. */
function openingView(): FitViewOptions<ChainNode> {
  const layers = useDocument.getState().project?.model.layers ?? [];
  if (layers.length <= READABLE) return WHOLE;
  return { ...WHOLE, nodes: [{ id: INPUT }, ...layers.slice(0, BEGINNING)] };
}

/** Where the canvas looks: opens on the graph, keeps a selected layer in sight, and follows the commands. */
export function useView(): { readonly onMoveEnd: OnMoveEnd } {
  const flow = useReactFlow<ChainNode>();
  const store = useStoreApi();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const selection = useDocument((state) => state.selection);
  const renaming = useUi((state) => state.renaming);
  const isMovedByHand = useRef(false);

  useEffect(() => {
    if (width > 0 && !isMovedByHand.current) void flow.fitView(openingView());
  }, [flow, width, height]);

  useEffect(() => {
    const [id, ...others] = selection;
    if (id === undefined || others.length > 0) return;
    const { width, height } = store.getState();
    const { x, y, zoom } = flow.getViewport();
    const inSight = { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
    if (flow.isNodeIntersecting({ id }, inSight, false)) return;
    void flow.fitView({ nodes: [{ id }], minZoom: zoom, maxZoom: zoom, duration });
  }, [flow, store, selection, renaming]);

  useEffect(() => {
    registerCanvas({
      open: () => void flow.fitView({ ...openingView(), duration }),
      fit: () => void flow.fitView({ ...WHOLE, duration }),
      zoomIn: () => void flow.zoomIn({ duration }),
      zoomOut: () => void flow.zoomOut({ duration }),
      pan: (x, y) => {
        const view = flow.getViewport();
        void flow.setViewport({ ...view, x: view.x + x, y: view.y + y }, { duration });
      },
      nudge: (x, y) => {
        const { selection } = useDocument.getState();
        const places = selection.flatMap((id) => {
          const position = flow.getNode(id)?.position;
          return position ? [[id, { x: position.x + x, y: position.y + y }] as const] : [];
        });
        edit(placeNodes(Object.fromEntries(places)), `nudge ${selection.join()}`);
        announce(`Placed at ${places[0]?.[1].x}, ${places[0]?.[1].y}`);
      },
    });
    return () => registerCanvas(null);
  }, [flow]);

  const onMoveEnd = useCallback<OnMoveEnd>((event) => {
    // The event is null when a command has moved the view.
    isMovedByHand.current ||= event !== null;
  }, []);
  return { onMoveEnd };
}
