import { boundsOf, type Area } from './areas.js';

/** Width to height of the overview; the style sheet has the same. */
const ASPECT = 128 / 96;
/** Room around the nodes, as a share of their extent. */
const MARGIN = 0.06;
/** The nodes take at least this share of the overview's width and height. */
const LEAST = 0.2;

/**
 * What the overview shows: all boxes, in their true proportions, unless a long chain would become a hair
 * line; then it is stretched to be seen.
 */
export function overviewBox(boxes: readonly Area[]): Area {
  const { x: left, y: top, width: across, height: down } = boundsOf(boxes);
  const [wide, high] = [across * (1 + 2 * MARGIN), down * (1 + 2 * MARGIN)];
  const width = Math.max(wide, Math.min(high * ASPECT, across / LEAST));
  const height = Math.max(high, Math.min(wide / ASPECT, down / LEAST));
  return { x: left - (width - across) / 2, y: top - (height - down) / 2, width, height };
}
