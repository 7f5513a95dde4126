import { useStoreApi } from '@xyflow/react';
import { useEffect, type RefObject } from 'react';

/** The view is at rest when it has stood still for so long, in ms; d3 waits as long for a wheel's next turn. */
const REST = 150;

/** Calls `onRest` once the view has come to rest, and `onMove` at each movement. Answers how to stop. */
export function followView(
  store: ReturnType<typeof useStoreApi>,
  onRest: () => void,
  onMove?: () => void,
): () => void {
  let timer = 0;
  let before = store.getState().transform;
  const stop = store.subscribe(({ transform }) => {
    if (transform === before) return;
    before = transform;
    onMove?.();
    window.clearTimeout(timer);
    timer = window.setTimeout(onRest, REST);
  });
  return () => {
    stop();
    window.clearTimeout(timer);
  };
}

/**
 * The most pixels that the picture may have, 128 MiB: Chromium draws it in the size of zoom 1, whatever the zoom.
 * A chain of 300 layers seen as a whole would have a thousand million, of which it shows none.
 */
const LARGEST = 2 ** 25;

/**
 * While the view moves, what is in it is a picture of its own for Chromium, which then shows it elsewhere instead
 * of painting it anew. Not at rest: what has been zoomed in would be a stretched picture.
 */
export function useMovingPicture(frame: RefObject<HTMLElement | null>): void {
  const store = useStoreApi();
  useEffect(() => {
    const view = frame.current?.querySelector('.react-flow__viewport');
    const mark = (isPicture: boolean) => view?.toggleAttribute('data-picture', isPicture);
    const isSmall = () => {
      const { width, height, transform } = store.getState();
      const scale = window.devicePixelRatio / Math.min(1, transform[2]);
      return width * height * scale ** 2 <= LARGEST;
    };
    return followView(
      store,
      () => mark(false),
      () => mark(isSmall()),
    );
  }, [store, frame]);
}
