import { BaseEdge, getSmoothStepPath, Position, type Edge, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import css from './build.module.css';
import { NODE } from './layout.js';

/** The edge between two neighboring nodes; `isTarget` while a drop would insert a layer there. */
export type ChainEdge = Edge<{ readonly isTarget: boolean }, 'chain'>;

/** Half the length of the insertion mark: both ends stay visible beside a node dragged over it. */
const REACH = { vertical: NODE.width / 2 + 72, horizontal: 136 };

/** An edge, with an insertion mark across it while it is the drop target. */
export const ChainEdge = memo(function ChainEdge({ data, ...ends }: EdgeProps<ChainEdge>) {
  const { sourcePosition } = ends;
  const [path, x, y] = getSmoothStepPath({ ...ends, borderRadius: 6, offset: 8 });
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

/** The path of a line with an arrowhead at each end, pointing at the gap. */
function markAcross(reach: number): string {
  return `M${-reach} -8l14 8l-14 8zM${reach} -8l-14 8l14 8zM${14 - reach} 0H${reach - 14}`;
}
