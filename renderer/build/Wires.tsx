import { useStore } from '@xyflow/react';
import { memo, useEffect, useState, type RefObject } from 'react';
import { createPortal } from 'react-dom';
import type { Project } from '../../engine/project/schema.js';
import css from './build.module.css';
import type { ChainNode } from './nodes.js';
import { wireElementId } from './showDragged.js';
import { wireBetween, type Wire } from './wire.js';

interface WiresProps {
  /** In the chain's order. */
  readonly nodes: readonly ChainNode[];
  readonly direction: Project['layout']['direction'];
  readonly frame: RefObject<HTMLDivElement | null>;
}

/** How far the dots reach on each side of the canvas' origin, farther than anyone goes. */
const FAR = 200_000;

/**
 * The lines between neighbours and the dots below: one picture that moves with the view. React Flow's own
 * edges each ask at every movement whether they have changed, its background is made anew, and its portal
 * looks for its place among all nodes.
 */
export function Wires({ nodes, direction = 'vertical', frame }: WiresProps) {
  const [viewport, setViewport] = useState<Element | null>(null);
  useEffect(() => {
    setViewport(frame.current?.querySelector('.react-flow__viewport-portal') ?? null);
  }, [frame]);
  if (!viewport) return null;
  return createPortal(
    <svg className={css['wires']} aria-hidden="true">
      <Dots />
      {nodes.slice(1).map((node, i) => (
        <Line key={node.id} id={node.id} {...wireBetween(nodes[i]!, node, direction)} />
      ))}
    </svg>,
    viewport,
  );
}

/** Distances between dots, of which the narrowest that is not crowded on the screen is taken. */
const GAPS = [20, 100, 500];
const WIDEST = 2500;
/** The least distance on the screen, in pixels. */
const LEAST_GAP = 10;

const Dots = memo(function Dots() {
  const gap = useStore(
    ({ transform: [, , zoom] }) => GAPS.find((each) => each * zoom >= LEAST_GAP) ?? WIDEST,
  );
  return (
    <g className={css['dots']}>
      <pattern id="dots" width={gap} height={gap} patternUnits="userSpaceOnUse">
        <circle cx={gap / 2} cy={gap / 2} r={(gap * 3) / 80} />
      </pattern>
      <rect x={-FAR} y={-FAR} width={2 * FAR} height={2 * FAR} fill="url(#dots)" />
    </g>
  );
});

interface LineProps extends Wire {
  /** The node that it leads to. */
  readonly id: string;
}

const Line = memo(function Line({ id, ...ends }: LineProps) {
  return <line {...ends} id={wireElementId(id)} />;
});
