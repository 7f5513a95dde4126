import { useReactFlow, useStoreApi } from '@xyflow/react';
import { memo, useEffect, useRef, type PointerEvent, type WheelEvent } from 'react';
import { areaOf, viewArea, type Area } from './areas.js';
import css from './build.module.css';
import type { ChainNode } from './nodes.js';
import { overviewBox } from './overviewBox.js';

/**
 * The whole graph in small, with what is in view; drag it to go elsewhere, turn the wheel to zoom. Unlike React
 * Flow's map it draws nothing anew while the view moves: only the frame around what is in view follows, in a
 * picture of its own.
 */
export const Overview = memo(function Overview({ nodes }: { readonly nodes: readonly ChainNode[] }) {
  const flow = useReactFlow();
  const view = useRef<SVGRectElement>(null);
  const store = useStoreApi();
  useEffect(() => {
    const follow = () => {
      const { transform, width, height } = store.getState();
      const area = viewArea(transform, { width, height });
      for (const [name, value] of Object.entries(area)) view.current?.setAttribute(name, String(value));
    };
    follow();
    return store.subscribe(follow);
  }, [store]);

  const box = overviewBox(nodes.map(areaOf));
  const viewBox = `${box.x} ${box.y} ${box.width} ${box.height}`;
  const goTo = (event: PointerEvent<HTMLElement>) => {
    if ((event.buttons & 1) === 0) return;
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    const x = box.x + ((event.clientX - left) / width) * box.width;
    const y = box.y + ((event.clientY - top) / height) * box.height;
    void flow.setCenter(x, y, { zoom: flow.getZoom() });
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    goTo(event);
  };
  const onWheel = (event: WheelEvent) => void flow.zoomTo(flow.getZoom() * 2 ** (-event.deltaY / 500));
  return (
    <div
      className={css['overview']}
      role="img"
      aria-label="Overview"
      onPointerDown={onPointerDown}
      onPointerMove={goTo}
      onWheel={onWheel}
    >
      <svg preserveAspectRatio="none" viewBox={viewBox}>
        {nodes.map((node) => (
          <Mark
            key={node.id}
            {...areaOf(node)}
            color={node.data.problem === null ? node.data.hue : 'var(--bad)'}
          />
        ))}
      </svg>
      <svg preserveAspectRatio="none" viewBox={viewBox}>
        <rect ref={view} className={css['overviewFrame']} vectorEffect="non-scaling-stroke" />
      </svg>
    </div>
  );
});

const Mark = memo(function Mark({ color, ...area }: Area & { readonly color: string }) {
  return <rect {...area} fill={color} />;
});
