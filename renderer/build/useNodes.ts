import type { NodeChange } from '@xyflow/react';
import { useCallback, useMemo, useRef } from 'react';
import { useDiagnosis } from '../state/diagnosis.js';
import { select, useDocument } from '../state/document.js';
import { keepUnchanged } from './keepUnchanged.js';
import type { Place } from './layout.js';
import { chainNodes, type ChainNode } from './nodes.js';
import { showDragged } from './showDragged.js';

/** The chain's nodes. */
export interface Nodes {
  /** As the project has them. */
  readonly drawn: readonly ChainNode[];
  /** As React Flow gets them: with the selection. */
  readonly shown: ChainNode[];
  readonly onChange: (changes: NodeChange<ChainNode>[]) => void;
}

/** Follows the open project, the selection and the drag under way. */
export function useNodes(): Nodes {
  const project = useDocument((state) => state.project);
  const selection = useDocument((state) => state.selection);
  const diagnosis = useDiagnosis();
  const drawn = useMemo(
    () => (project && diagnosis ? chainNodes(project, diagnosis) : []),
    [project, diagnosis],
  );
  const latest = useRef<ChainNode[]>([]);
  const shown = useMemo(() => keepUnchanged(latest.current, drawn, new Set(selection)), [drawn, selection]);
  latest.current = shown;

  const onChange = useCallback((changes: Change[]) => {
    showMoves(changes, latest.current);
    const chosen = changes.filter((change) => change.type === 'select');
    if (chosen.length === 0) return;
    const ids = new Set(useDocument.getState().selection);
    for (const change of chosen) {
      if (change.selected) ids.add(change.id);
      else ids.delete(change.id);
    }
    select([...ids]);
  }, []);
  return { drawn, shown, onChange };
}

type Change = NodeChange<ChainNode>;
function showMoves(changes: readonly Change[], nodes: readonly ChainNode[]): void {
  const places = new Map<string, Place>();
  for (const change of changes) {
    if (change.type === 'position' && change.position) places.set(change.id, change.position);
  }
  const direction = useDocument.getState().project?.layout.direction ?? 'vertical';
  if (places.size > 0) showDragged(nodes, places, direction);
}
