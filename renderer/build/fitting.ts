import type { Viewport } from '@xyflow/react';
import { areaOf, boundsOf } from './areas.js';
import type { ChainNode } from './nodes.js';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Bounds of the zoom: from 300 layers in a row on a small screen to letters of twice their size. */
export const [MIN_ZOOM, MAX_ZOOM] = [0.005, 2];
/** Room above and below the graph and at its sides, where the tools are, in pixels of the screen. */
const [MARGIN, TOOLS] = [24, 64];
/** A graph that would have to be smaller than this opens with its beginning: boxes without names say nothing. */
const LEAST_WHOLE = 0.2;
/** The zoom at which the beginning is shown. */
const BEGINNING = 0.75;

/** The whole graph in the middle of a canvas of this size, at most in its own size. */
export function wholeView(nodes: readonly ChainNode[], { width, height }: Size): Viewport {
  const bounds = boundsOf(nodes.map(areaOf));
  const [across, down] = [width - 2 * TOOLS, height - 2 * MARGIN];
  const zoom = Math.max(MIN_ZOOM, Math.min(1, across / bounds.width, down / bounds.height));
  return {
    x: TOOLS + (across - bounds.width * zoom) / 2 - bounds.x * zoom,
    y: MARGIN + (down - bounds.height * zoom) / 2 - bounds.y * zoom,
    zoom,
  };
}

/** What a graph opens with: all of it, or where it begins if it is too long to be read as a whole. */
export function openingView(nodes: readonly ChainNode[], size: Size): Viewport {
  const whole = wholeView(nodes, size);
  const [first, second] = nodes.map(areaOf);
  if (whole.zoom >= LEAST_WHOLE || !first || !second) return whole;
  const isDownwards = second.y > first.y;
  const inMiddle = (room: number, own: number) => (room - own * BEGINNING) / 2;
  const left = isDownwards ? inMiddle(size.width, first.width) : TOOLS;
  const top = isDownwards ? MARGIN : inMiddle(size.height, first.height);
  return { x: left - first.x * BEGINNING, y: top - first.y * BEGINNING, zoom: BEGINNING };
}
