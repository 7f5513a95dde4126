import { applyNodeChanges, type NodeChange } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useDiagnosis } from '../state/diagnosis.js';
import { select, useDocument } from '../state/document.js';
import { keepUnchanged } from './keepUnchanged.js';
import { chainNodes, type ChainNode } from './nodes.js';

/** The chain's nodes. */
export interface Nodes {
  /** As the project has them. */
  readonly drawn: readonly ChainNode[];
  /** As they are shown: with the selection, and where a drag has taken them so far. */
  readonly shown: ChainNode[];
  readonly onChange: (changes: NodeChange<ChainNode>[]) => void;
}

/** Follows the open project, the selection and the drag under way. */
export function useNodes(): Nodes {
  const project = useDocument((state) => state.project);
  const selection = useDocument((state) => state.selection);
  const diagnosis = useDiagnosis();
  const [shown, setShown] = useState<ChainNode[]>([]);
  const drawn = useMemo(
    () => (project && diagnosis ? chainNodes(project, diagnosis) : []),
    [project, diagnosis],
  );
  useEffect(() => {
    const chosen = new Set(selection);
    setShown((before) => keepUnchanged(before, drawn, chosen));
  }, [drawn, selection]);

  const onChange = useCallback((changes: NodeChange<ChainNode>[]) => {
    const moves = changes.filter(({ type }) => type === 'position' || type === 'dimensions');
    if (moves.length > 0) setShown((before) => applyNodeChanges(moves, before));
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
