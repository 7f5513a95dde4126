import { useStoreApi } from '@xyflow/react';
import { useEffect, type RefObject } from 'react';
import { followView } from './moving.js';
import type { ChainNode } from './nodes.js';

/** Nodes are shown as boxes with large names below this zoom: nobody could read their text. */
const FAR = 0.5;
/** Nodes that change in one frame; a change of 300 at once takes Chromium 60 ms. */
const BATCH = 40;

/**
 * Tells the nodes, some in each frame, whether they are seen from afar. They hear of it when the view
 * has come to rest: changing them in the middle of a zoom would be most of its work.
 */
export function useFar(frame: RefObject<HTMLElement | null>, shown: readonly ChainNode[]): void {
  const store = useStoreApi();
  // New nodes have to be told; those that have only changed know it.
  const ids = shown.map(({ id }) => id).join();
  useEffect(() => {
    let isFar: boolean | null = null;
    let waiting: Element[] = [];
    let request = 0;
    const step = () => {
      for (const element of waiting.splice(0, BATCH)) element.toggleAttribute('data-far');
      if (waiting.length > 0) request = requestAnimationFrame(step);
    };
    const pause = () => cancelAnimationFrame(request);
    const tell = () => {
      const next = store.getState().transform[2] < FAR;
      if (next !== isFar && frame.current) {
        isFar = next;
        const nodes = [...frame.current.querySelectorAll('.react-flow__node')];
        waiting = nodes.filter((element) => element.hasAttribute('data-far') !== isFar);
      }
      pause();
      step();
    };
    tell();
    const stop = followView(store, tell, pause);
    return () => {
      stop();
      pause();
    };
  }, [store, frame, ids]);
}
