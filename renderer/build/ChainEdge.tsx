import { BaseEdge, getStraightPath, Position, type Edge, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import css from './build.module.css';
import { NODE_WIDTH } from './layout.js';

/** The line between two neighbors of the chain; `isTarget` while a layer would be dropped between them. */
export type ChainEdge = Edge<{ readonly isTarget: boolean }, 'chain'>;

/** Half the length of the mark across the gap: a card that is dragged over it leaves both ends in sight. */
const REACH = { vertical: NODE_WIDTH / 2 + 72, horizontal: 136 };

/** An edge, with a mark across it where a layer would land. */
export const ChainEdge = memo(function ChainEdge({ data, sourcePosition, ...ends }: EdgeProps<ChainEdge>) {
  const [path, x, y] = getStraightPath(ends);
  return (
    <>
      <BaseEdge path={path} interactionWidth={0} />
      {data?.isTarget && (
        <path
          className={css['landing']}
          transform={`translate(${x} ${y})${sourcePosition === Position.Right ? ' rotate(90)' : ''}`}
          d={markAcross(sourcePosition === Position.Right ? REACH.horizontal : REACH.vertical)}
        />
      )}
    </>
  );
});

/** A line with an arrow at each end that points at the gap. */
function markAcross(reach: number): string {
  return `M${-reach} -8l14 8l-14 8zM${reach} -8l-14 8l14 8zM${14 - reach} 0H${reach - 14}`;
}
