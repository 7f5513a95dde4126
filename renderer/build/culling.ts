import { useStoreApi } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { areaOf, contains, grown, overlap, viewArea, type Area } from './areas.js';
import type { Nodes } from './useNodes.js';

/** How much farther than the view is kept ready on each side, as a share of the view. */
const MARGIN = 0.25;
/** After zooming in by this, what is kept ready is worth less than it costs. */
const SPARE = 4;

/**
 * Takes what is far out of sight out of the page's layout, which then paints and hit-tests less. It works
 * past React, which would take longer to make and remove nodes than the browser takes to hide them; and in
 * batches, when the view leaves what is kept ready.
 */
export function useCulling({ drawn, shown }: Pick<Nodes, 'drawn' | 'shown'>): void {
  const store = useStoreApi();
  const latest = useRef(shown);
  latest.current = shown;
  const mounted = shown.length;
  useEffect(() => {
    let ready: Area | null = null;
    const follow = () => {
      const { transform, width, height, domNode } = store.getState();
      if (!domNode || width === 0) return;
      const view = viewArea(transform, { width, height });
      if (ready && contains(ready, view) && ready.width <= view.width * SPARE) return;
      ready = grown(view, MARGIN);
      const areas = new Map(latest.current.map((node) => [node.id, areaOf(node)]));
      for (const element of domNode.querySelectorAll<HTMLElement | SVGElement>('[data-id]')) {
        const area =
          element instanceof SVGLineElement ? lineArea(element) : areas.get(element.dataset['id'] ?? '');
        element.toggleAttribute('data-away', area !== undefined && !overlap(ready, area));
      }
    };
    follow();
    return store.subscribe(follow);
  }, [store, drawn, mounted]);
}

/** What a line crosses: it may be in sight while both its nodes are not. */
function lineArea({ x1, y1, x2, y2 }: SVGLineElement): Area {
  const [from, to] = [x1.baseVal.value, x2.baseVal.value];
  const [above, below] = [y1.baseVal.value, y2.baseVal.value];
  return {
    x: Math.min(from, to),
    y: Math.min(above, below),
    width: Math.abs(to - from),
    height: Math.abs(below - above),
  };
}
