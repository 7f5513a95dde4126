import { useStoreApi } from '@xyflow/react';
import { useEffect } from 'react';
import { areaOf, contains, grown, overlap, viewArea, type Area } from './areas.js';
import type { ChainNode } from './nodes.js';

/** How much farther than the view is kept ready on each side, as a share of the view. */
const MARGIN = 0.25;
/** After zooming in by this, what is kept ready is worth less than it costs. */
const SPARE = 4;

/**
 * Takes what is far out of sight out of the page's layout, which then paints and hit-tests less. It works
 * past React, which would take longer to make and remove nodes than the browser takes to hide them; and in
 * batches, when the view leaves what is kept ready.
 */
export function useCulling(drawn: readonly ChainNode[], mounted: number): void {
  const store = useStoreApi();
  useEffect(() => {
    let ready: Area | null = null;
    const areas = new Map(drawn.map((node) => [node.id, areaOf(node)]));
    const follow = () => {
      const { transform, width, height, domNode } = store.getState();
      if (!domNode || width === 0) return;
      const view = viewArea(transform, { width, height });
      if (ready && contains(ready, view) && ready.width <= view.width * SPARE) return;
      ready = grown(view, MARGIN);
      for (const element of domNode.querySelectorAll<HTMLElement | SVGElement>('[data-id]')) {
        const area = areas.get(element.dataset['id'] ?? '');
        element.toggleAttribute('data-away', area !== undefined && !overlap(ready, area));
      }
    };
    follow();
    return store.subscribe(follow);
  }, [store, drawn, mounted]);
}
