import { getNodesBounds, MiniMap, useStore } from '@xyflow/react';
import { useMemo } from 'react';
import css from './build.module.css';
import type { ChainNode } from './nodes.js';

/** A small map of a graph that is larger than the view, at this zoom. It stands beside the graph and covers nothing. */
export function Overview() {
  const nodes = useStore((state) => state.nodes);
  const bounds = useMemo(() => getNodesBounds(nodes), [nodes]);
  const isLarger = useStore(
    ({ transform: [, , zoom], width, height }) =>
      bounds.width * zoom > width || bounds.height * zoom > height,
  );
  if (!isLarger) return null;
  return (
    <div className={css['overview']}>
      <MiniMap ariaLabel="Overview" style={SIZE} nodeColor={colorOf} pannable zoomable />
    </div>
  );
}

const SIZE = { width: 196, height: 96 };

const colorOf = ({ data }: ChainNode) => (data.problem === null ? data.hue : 'var(--bad)');
