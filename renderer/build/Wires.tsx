import { ViewportPortal } from '@xyflow/react';
import { memo } from 'react';
import type { Project } from '../../engine/project/schema.js';
import { areaOf } from './areas.js';
import css from './build.module.css';
import type { Place } from './layout.js';
import type { ChainNode } from './nodes.js';

interface WiresProps {
  /** In the chain's order. */
  readonly nodes: readonly ChainNode[];
  readonly direction: Project['layout']['direction'];
  /** The gap that a drop would go to. */
  readonly target: number | null;
}

/** Lines in one stretch: while a node is dragged, only its stretch is looked at again. */
const STRETCH = 24;

/**
 * The lines between neighbours. React Flow's own edges each ask at every movement of the view whether they
 * have changed; these are lines of one picture that moves with the view.
 */
export function Wires({ nodes, direction = 'vertical', target }: WiresProps) {
  const stretches = [];
  for (let from = 0; from + 1 < nodes.length; from += STRETCH) {
    const inside = target !== null && target >= from && target < from + STRETCH;
    stretches.push(
      <Stretch
        key={from}
        nodes={nodes.slice(from, from + STRETCH + 1)}
        direction={direction}
        target={inside ? target - from : null}
      />,
    );
  }
  return (
    <ViewportPortal>
      <svg className={css['wires']} aria-hidden="true">
        {stretches}
      </svg>
    </ViewportPortal>
  );
}

const Stretch = memo(
  function Stretch({ nodes, direction = 'vertical', target }: WiresProps) {
    return nodes.slice(1).map((node, i) => {
      const from = ends(nodes[i]!)[direction].out;
      const to = ends(node)[direction].in;
      return (
        <Wire
          key={node.id}
          id={node.id}
          x1={from.x}
          y1={from.y}
          x2={to.x}
          y2={to.y}
          isTarget={target === i}
        />
      );
    });
  },
  (before, after) =>
    before.direction === after.direction &&
    before.target === after.target &&
    before.nodes.length === after.nodes.length &&
    before.nodes.every((node, i) => node === after.nodes[i]),
);

interface WireProps {
  /** The node that it leads to. */
  readonly id: string;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly isTarget: boolean;
}

const Wire = memo(function Wire({ id, isTarget, ...line }: WireProps) {
  return <line {...line} data-id={id} data-target={isTarget || undefined} />;
});

/** Where lines reach and leave a node. */
function ends(
  node: ChainNode,
): Readonly<Record<'vertical' | 'horizontal', { readonly in: Place; readonly out: Place }>> {
  const { x, y, width, height } = areaOf(node);
  const [middle, centre] = [x + width / 2, y + height / 2];
  return {
    vertical: { in: { x: middle, y }, out: { x: middle, y: y + height } },
    horizontal: { in: { x, y: centre }, out: { x: x + width, y: centre } },
  };
}
