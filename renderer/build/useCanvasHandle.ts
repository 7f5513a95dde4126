import { useReactFlow } from '@xyflow/react';
import { useEffect, type RefObject } from 'react';
import { registerCanvas } from '../actions/canvas.js';
import { edit, useDocument } from '../state/document.js';
import { placeNodes } from '../../engine/project/layoutEdits.js';
import { announce } from '../state/ui.js';
import type { ChainNode } from './nodes.js';
import { openingView, wholeView } from './fitting.js';

/** How long the view takes to get somewhere, in ms. */
const duration = 140;

/** Lets commands act on the canvas while it is shown. */
export function useCanvasHandle(drawn: readonly ChainNode[], frame: RefObject<HTMLDivElement | null>): void {
  const flow = useReactFlow<ChainNode>();
  useEffect(() => {
    const show = (viewOf: typeof wholeView) => {
      if (frame.current)
        void flow.setViewport(viewOf(drawn, frame.current.getBoundingClientRect()), { duration });
    };
    registerCanvas({
      open: () => show(openingView),
      fit: () => show(wholeView),
      zoomIn: () => void flow.zoomIn({ duration }),
      zoomOut: () => void flow.zoomOut({ duration }),
      focus: () => frame.current?.focus(),
      pan: (x, y) => {
        const view = flow.getViewport();
        void flow.setViewport({ ...view, x: view.x + x, y: view.y + y }, { duration });
      },
      nudge: (x, y) => {
        const chosen = new Set(useDocument.getState().selection);
        const places = drawn
          .filter(({ id }) => chosen.has(id))
          .map(({ id, position }) => [id, { x: position.x + x, y: position.y + y }] as const);
        edit(placeNodes(Object.fromEntries(places)), `nudge ${[...chosen].join()}`);
        announce(`Placed at ${places[0]?.[1].x}, ${places[0]?.[1].y}`);
      },
    });
    return () => registerCanvas(null);
  }, [drawn, flow, frame]);
}
