import { ReactFlow, ReactFlowProvider } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { useDeferredValue, useRef, type KeyboardEvent } from 'react';
import { selectNeighbour } from '../actions/edit.js';
import { takesText } from '../actions/keys.js';
import { select, useDocument } from '../state/document.js';
import { useUi } from '../state/ui.js';
import css from './build.module.css';
import { ChainNode } from './ChainNode.js';
import { useFar } from './far.js';
import { MAX_ZOOM, MIN_ZOOM } from './fitting.js';
import { useMovingPicture } from './moving.js';
import { Overview } from './Overview.js';
import { Tools } from './Tools.js';
import { useCanvasHandle } from './useCanvasHandle.js';
import { useDrops } from './useDrops.js';
import { useNodes } from './useNodes.js';
import { useKeepInView, useMoves } from './view.js';
import { Wires } from './Wires.js';

const NODE_TYPES = { chain: ChainNode };
/** Keys that add to the selection. */
const SEVERAL_KEYS = ['Control', 'Meta', 'Shift'];
/** Above this many nodes, their soft shadows are left out. */
const MANY = 60;

/** The graph: the chain from the input to the output, to be looked at and changed. */
export function Canvas() {
  return (
    <ReactFlowProvider>
      <Flow />
    </ReactFlowProvider>
  );
}

function Flow() {
  const direction = useDocument((state) => state.project?.layout.direction);
  const selection = useDocument((state) => state.selection);
  const frame = useRef<HTMLDivElement>(null);
  const nodes = useNodes();
  const { drawn, shown } = nodes;
  // The overview may follow a moment later: hundreds of nodes can move at once.
  const seenAfar = useDeferredValue(drawn);
  const drops = useDrops(drawn, frame);
  const moves = useMoves(drawn, frame);
  useKeepInView(selection, drawn);
  useFar(frame, shown);
  useMovingPicture(frame);
  useCanvasHandle(drawn, frame);

  return (
    <div
      ref={frame}
      className={`${css['canvas'] ?? ''} ${drawn.length > MANY ? (css['many'] ?? '') : ''}`}
      role="application"
      aria-label="Graph. Arrow keys go from layer to layer, with Shift they select several; Alt and an arrow moves a layer, Enter edits it, Delete removes it."
      tabIndex={0}
      onKeyDown={onKeyDown}
      {...drops.palette}
    >
      <ReactFlow
        nodes={shown}
        nodeTypes={NODE_TYPES}
        onNodesChange={nodes.onChange}
        {...moves}
        {...drops.nodes}
        nodesFocusable={false}
        nodesConnectable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        multiSelectionKeyCode={SEVERAL_KEYS}
        minZoom={MIN_ZOOM}
        maxZoom={MAX_ZOOM}
        zoomOnDoubleClick={false}
      >
        <Wires nodes={shown} direction={direction} frame={frame} />
      </ReactFlow>
      {seenAfar.length > 0 && <Overview nodes={seenAfar} />}
      {drawn.length === 2 && (
        <p className={css['emptyHint']}>
          <b>Nothing between input and output yet</b>
          Drag a layer here, or search one with / and press Enter. Templates are at the end of the list.
        </p>
      )}
      <Tools />
    </div>
  );
}

const NEIGHBOURS: Readonly<Record<string, -1 | 1 | undefined>> = {
  ArrowUp: -1,
  ArrowLeft: -1,
  ArrowDown: 1,
  ArrowRight: 1,
};

function onKeyDown(event: KeyboardEvent): void {
  if (takesText(event.target) || event.altKey || event.ctrlKey || event.metaKey) return;
  const by = NEIGHBOURS[event.key];
  if (by) {
    event.preventDefault();
    selectNeighbour(by, event.shiftKey);
  }
  if (event.key === 'Escape') select([]);
  if (event.key === 'Enter' && !(event.target instanceof HTMLButtonElement)) focusInspector();
}

function focusInspector(): void {
  useUi.setState({ inspectorTab: 'layer' });
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-inspector] input')?.focus());
}
