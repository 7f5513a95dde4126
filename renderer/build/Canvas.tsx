import {
  Background,
  MiniMap,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  applyNodeChanges,
  type NodeChange,
} from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { ArrowDownFromLine, Maximize, Redo2, Undo2 } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState, type DragEvent, type KeyboardEvent } from 'react';
import { registerCanvas } from '../actions/canvas.js';
import { runCommand } from '../actions/commands.js';
import { insertAt, selectNeighbour } from '../actions/edit.js';
import { takesText } from '../actions/keys.js';
import { useDiagnosis } from '../state/diagnosis.js';
import { edit, select, useDocument } from '../state/document.js';
import { moveLayer, placeNodes } from '../state/edits.js';
import { announce, useUi } from '../state/ui.js';
import { Button } from '../ui/Button.js';
import css from './build.module.css';
import { ChainNode } from './ChainNode.js';
import { NODE_WIDTH } from './layout.js';
import { nearestGap, type Box } from './gaps.js';
import { FIT, useFitOnResize, useKeepInView } from './view.js';
import { chainEdges, chainNodes, keepUnchanged, type ChainNode as ChainNodeType } from './nodes.js';
import { LAYER_MIME } from './Palette.js';

const NODE_TYPES = { chain: ChainNode };
/** Above this many nodes, what is out of sight is not drawn. */
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
  const project = useDocument((state) => state.project);
  const selection = useDocument((state) => state.selection);
  const diagnosis = useDiagnosis();
  const flow = useReactFlow<ChainNodeType>();
  const frame = useRef<HTMLDivElement>(null);
  const [nodes, setNodes] = useState<ChainNodeType[]>([]);
  /** The gap that a drop would go to. */
  const [gap, setGap] = useState<number | null>(null);

  const drawn = useMemo(
    () => (project && diagnosis ? chainNodes(project, diagnosis) : []),
    [project, diagnosis],
  );
  useEffect(() => {
    const chosen = new Set(selection);
    setNodes((before) => keepUnchanged(before, drawn, chosen));
  }, [drawn, selection]);
  const edges = useMemo(() => chainEdges(drawn, gap), [drawn, gap]);

  useEffect(() => {
    registerCanvas({
      fit: () => void flow.fitView({ ...FIT, duration: 140 }),
      zoomIn: () => void flow.zoomIn({ duration: 140 }),
      zoomOut: () => void flow.zoomOut({ duration: 140 }),
      focus: () => frame.current?.focus(),
    });
    return () => registerCanvas(null);
  }, [flow]);
  useKeepInView(selection, drawn, frame);
  const onMoveEnd = useFitOnResize(frame);

  const onNodesChange = useCallback((changes: NodeChange<ChainNodeType>[]) => {
    const moves = changes.filter(({ type }) => type === 'position' || type === 'dimensions');
    if (moves.length > 0) setNodes((before) => applyNodeChanges(moves, before));
    const chosen = changes.filter((change) => change.type === 'select');
    if (chosen.length === 0) return;
    const ids = new Set(useDocument.getState().selection);
    for (const change of chosen) {
      if (change.selected) ids.add(change.id);
      else ids.delete(change.id);
    }
    select([...ids]);
  }, []);

  const boxes = useMemo(() => drawn.map(boxOf), [drawn]);
  const gapAt = (x: number, y: number) => nearestGap(boxes, { x, y });
  const onDragOver = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes(LAYER_MIME)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    const { x, y } = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
    setGap(gapAt(x, y).index);
  };
  const onDrop = (event: DragEvent) => {
    const type = event.dataTransfer.getData(LAYER_MIME);
    setGap(null);
    if (type === '') return;
    event.preventDefault();
    const { x, y } = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
    insertAt([{ type }], gapAt(x, y).index);
    frame.current?.focus();
  };

  const onNodeDrag = (_event: unknown, node: ChainNodeType, dragged: ChainNodeType[]) => {
    setGap(dragged.length === 1 ? gapUnder(node, boxes) : null);
  };
  const onNodeDragStop = (_event: unknown, node: ChainNodeType, dragged: ChainNodeType[]) => {
    const target = dragged.length === 1 ? gapUnder(node, boxes) : null;
    setGap(null);
    if (target !== null) {
      edit(moveLayer(node.id, target));
      announce(`Moved ${node.data.title} to position ${target + 1}`);
      return;
    }
    const moved = dragged.filter(({ id, position }) => {
      const before = drawn.find((one) => one.id === id)?.position;
      return before && (before.x !== position.x || before.y !== position.y);
    });
    if (moved.length > 0)
      edit(placeNodes(Object.fromEntries(moved.map(({ id, position }) => [id, position]))));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (takesText(event.target) || event.altKey || event.ctrlKey || event.metaKey) return;
    const by = NEIGHBOURS[event.key];
    if (by) {
      event.preventDefault();
      selectNeighbour(by);
    }
    if (event.key === 'Escape') select([]);
    if (event.key === 'Enter' && !(event.target instanceof HTMLButtonElement)) focusInspector();
  };

  return (
    <div
      ref={frame}
      className={`${css['canvas'] ?? ''} ${drawn.length > MANY ? (css['many'] ?? '') : ''}`}
      role="application"
      aria-label="Graph. Arrow keys go from layer to layer, Enter edits the layer, Delete removes it."
      tabIndex={0}
      onKeyDown={onKeyDown}
      onDragOver={onDragOver}
      onDragLeave={() => setGap(null)}
      onDrop={onDrop}
    >
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        onNodesChange={onNodesChange}
        onMoveEnd={onMoveEnd}
        onNodeDrag={onNodeDrag}
        onNodeDragStop={onNodeDragStop}
        nodesFocusable={false}
        nodesConnectable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        multiSelectionKeyCode={['Control', 'Meta', 'Shift']}
        onlyRenderVisibleElements={nodes.length > MANY}
        fitView
        fitViewOptions={FIT}
        minZoom={0.1}
        maxZoom={2}
        zoomOnDoubleClick={false}
        proOptions={{ hideAttribution: false }}
      >
        <Background color="var(--grid-dot)" gap={20} size={1.5} />
        <MiniMap
          pannable
          zoomable
          nodeColor={miniColor}
          ariaLabel="Overview"
          style={{ width: 128, height: 96 }}
        />
      </ReactFlow>
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

function Tools() {
  return (
    <div className={css['tools']}>
      <Button label="Undo" onClick={() => runCommand('edit.undo')}>
        <Undo2 size={15} />
      </Button>
      <Button label="Redo" onClick={() => runCommand('edit.redo')}>
        <Redo2 size={15} />
      </Button>
      <Button onClick={() => runCommand('view.layout')} title="Arrange the chain downwards">
        <ArrowDownFromLine size={14} /> Arrange
      </Button>
      <Button onClick={() => runCommand('view.fit')} title="Show the whole graph">
        <Maximize size={14} /> Fit
      </Button>
    </div>
  );
}

function focusInspector(): void {
  useUi.setState({ inspectorTab: 'layer' });
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-inspector] input')?.focus());
}

function boxOf({ id, position, height }: ChainNodeType): Box {
  return { id, x: position.x, y: position.y, width: NODE_WIDTH, height: height ?? 0 };
}

/** The gap that a dragged node lies over, unless it is its own. */
function gapUnder(node: ChainNodeType, boxes: readonly Box[]): number | null {
  const middle = { x: node.position.x + NODE_WIDTH / 2, y: node.position.y + (node.height ?? 0) / 2 };
  const { index, distance } = nearestGap(boxes, middle, node.id);
  const own = boxes.findIndex(({ id }) => id === node.id) - 1;
  return distance < 40 && index !== own && index !== own + 1 ? index : null;
}

function miniColor({ data }: ChainNodeType): string {
  return data.problem === null ? data.hue : 'var(--bad)';
}
