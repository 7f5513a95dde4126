import { BaseEdge, getSmoothStepPath, Position, type Edge, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import { useUi } from '../useApp.js';
import css from './build.module.css';
import { NODE } from './layout.js';

/** The edge between two neighboring nodes; it has the id of the second. */
export type ChainEdge = Edge<Record<string, never>, 'chain'>;

/** Half the length of the insertion mark: both ends stay visible beside a node dragged over it. */
const REACH = { vertical: NODE.width / 2 + 72, horizontal: 136 };

/** An edge, with an insertion mark across it while it is the drop target. */
export const ChainEdge = memo(function ChainEdge({ id, ...ends }: EdgeProps<ChainEdge>) {
  const isTarget = useUi((state) => state.insertBefore === id);
  const { sourcePosition } = ends;
  const [path, x, y] = getSmoothStepPath({ ...ends, borderRadius: 6, offset: 8 });
  return (
    <>
      <BaseEdge path={path} interactionWidth={0} />
      {isTarget && (
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
