import {
  type Dimensions,
  type FitViewOptions,
  type OnMoveEnd,
  useReactFlow,
  useStore,
  useStoreApi,
} from '@xyflow/react';
import { useCallback, useEffect, useImperativeHandle, useRef } from 'react';
import { placeNodes } from '../../engine/project/edits.js';
import type { App } from '../app.js';
import { edit } from '../state/document.js';
import { announce } from '../state/ui.js';
import { useApp, useDocument, useUi } from '../useApp.js';
import { INPUT } from './layout.js';
import type { ChainNode } from './nodes.js';

/** Zoom limits: from 300 layers in a row on a small screen to twice the normal size. */
export const [MIN_ZOOM, MAX_ZOOM] = [0.005, 2];

/** Duration of view transitions, in ms. */
const duration = 140;
/** Space around the graph, in pixels; the tools have theirs at the bottom. */
const PADDING = { x: 12, top: 16, bottom: 60 } as const;
/** Fits the whole graph, at most at its normal size. */
const WHOLE: FitViewOptions<ChainNode> = {
  padding: { x: `${PADDING.x}px`, top: `${PADDING.top}px`, bottom: `${PADDING.bottom}px` },
  maxZoom: 1,
};

/** The part of the canvas that the graph may fill. */
export function roomFor({ width, height }: Dimensions): Dimensions {
  return { width: width - 2 * PADDING.x, height: height - PADDING.top - PADDING.bottom };
}
/** Above this number of layers, the whole chain would be too small to read. */
const READABLE = 30;
/** Number of layers in the opening view of a longer chain. */
const BEGINNING = 7;

/** The opening view: the whole graph, or its beginning if it is long. */
function openingView(app: App): FitViewOptions<ChainNode> {
  const layers = app.document.getState().project?.model.layers ?? [];
  if (layers.length <= READABLE) return WHOLE;
  return { ...WHOLE, nodes: [{ id: INPUT }, ...layers.slice(0, BEGINNING)] };
}

/** Controls the viewport: fits the graph on opening, keeps a selected layer visible, and registers view commands. */
export function useView(): { readonly onMoveEnd: OnMoveEnd } {
  const app = useApp();
  const flow = useReactFlow<ChainNode>();
  const store = useStoreApi();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const selection = useDocument((state) => state.selection);
  const renaming = useUi((state) => state.renaming);
  const isMovedByHand = useRef(false);

  useEffect(() => {
    if (width > 0 && !isMovedByHand.current) void flow.fitView(openingView(app));
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

  useImperativeHandle(
    app.canvas,
    () => ({
      open: () => void flow.fitView({ ...openingView(app), duration }),
      fit: () => void flow.fitView({ ...WHOLE, duration }),
      zoomIn: () => void flow.zoomIn({ duration }),
      zoomOut: () => void flow.zoomOut({ duration }),
      pan: (x, y) => {
        const view = flow.getViewport();
        void flow.setViewport({ ...view, x: view.x + x, y: view.y + y }, { duration });
      },
      nudge: (x, y) => {
        const { selection } = app.document.getState();
        const places = selection.flatMap((id) => {
          const position = flow.getNode(id)?.position;
          return position ? [[id, { x: position.x + x, y: position.y + y }] as const] : [];
        });
        edit(app, placeNodes(Object.fromEntries(places)), `nudge ${selection.join()}`);
        announce(app, `Placed at ${places[0]?.[1].x}, ${places[0]?.[1].y}`);
      },
    }),
    [app, flow],
  );

  const onMoveEnd = useCallback<OnMoveEnd>((event) => {
    // The event is null if a command moved the view.
    isMovedByHand.current ||= event !== null;
  }, []);
  return { onMoveEnd };
}
