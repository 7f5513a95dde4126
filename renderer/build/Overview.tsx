import { getNodesBounds, MiniMap, type Node, useStore } from '@xyflow/react';
import { useMemo } from 'react';
import css from './build.module.css';
import type { ChainNode } from './nodes.js';

/** A small map of a graph that is larger than the view, at this zoom. It stands beside the graph and covers nothing. */
export function Overview() {
  const nodes = useStore(({ nodes }) => nodes, isDragging);
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

/** Whether the nodes are being moved; their bounds are not needed until they are dropped. */
const isDragging = (_before: readonly Node[], nodes: readonly Node[]) =>
  nodes.some(({ dragging }) => dragging);

const SIZE = { width: 196, height: 96 };

const colorOf = ({ data }: ChainNode) => (data.problem === null ? data.hue : 'var(--bad)');
