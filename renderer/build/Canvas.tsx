import { ContextMenu as Base } from '@base-ui/react/context-menu';
import { Background, Panel, ReactFlow, useStore } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import {
  ArrowDownFromLine,
  ArrowRightFromLine,
  type LucideIcon,
  Maximize,
  PanelLeft,
  PanelRight,
  Redo2,
  Undo2,
  ZoomIn,
  ZoomOut,
} from 'lucide-react';
import { type KeyboardEvent, memo, type ReactNode, useRef } from 'react';
import { commandOf, runCommand } from '../actions/commands.js';
import { selectNeighbor } from '../actions/edit.js';
import { acceptsText, shown } from '../actions/keys.js';
import { select } from '../state/document.js';
import uiCss from '../ui/ui.module.css';
import { useApp, useDocument } from '../useApp.js';
import css from './build.module.css';
import { ChainEdge, ChainNode } from './ChainNode.js';
import { CommandButton } from './CommandButton.js';
import { useChain } from './useChain.js';
import { MAX_ZOOM, MIN_ZOOM, useView } from './view.js';

const NODE_TYPES = { chain: ChainNode };
const EDGE_TYPES = { chain: ChainEdge };
/** Keys that add to the selection. */
const SEVERAL_KEYS = ['Control', 'Meta', 'Shift'];
/** Below this zoom, the nodes' text is too small to read, so they show only their types, in large letters. */
const FAR = 0.5;

interface CanvasProps {
  /** Called to focus the selected layer's settings. */
  readonly onEdit: () => void;
}

/** The graph editor with its context menu. */
export function Canvas(props: CanvasProps) {
  return (
    <ContextMenu>
      <Graph {...props} />
    </ContextMenu>
  );
}

/** The chain from input to output. */
function Graph({ onEdit }: CanvasProps) {
  const app = useApp();
  const root = useRef<HTMLDivElement>(null);
  const chain = useChain(root);
  const view = useView();
  const isEmpty = useDocument(({ project }) => project?.model.layers.length === 0);
  const isFar = useStore(({ transform: [, , zoom] }) => zoom < FAR);

  const onKeyDown = (event: KeyboardEvent) => {
    if (acceptsText(event.target) || event.altKey || event.ctrlKey || event.metaKey) return;
    const by = NEIGHBORS[event.key];
    if (by) {
      event.preventDefault();
      selectNeighbor(app, by, event.shiftKey);
    }
    if (event.key === 'Escape') select(app, []);
    if (event.key === 'Enter' && !(event.target instanceof HTMLButtonElement)) onEdit();
  };
  return (
    <ReactFlow
      ref={root}
      className={`${css['canvas'] ?? ''} ${isFar ? (css['far'] ?? '') : ''}`}
      aria-label="Graph. Use the arrow keys to move between layers, with Shift to select several. Alt and an arrow key moves a layer, Enter edits it, Delete removes it."
      tabIndex={0}
      onKeyDown={onKeyDown}
      {...chain}
      {...view}
      nodeTypes={NODE_TYPES}
      edgeTypes={EDGE_TYPES}
      nodesFocusable={false}
      edgesFocusable={false}
      nodesConnectable={false}
      disableKeyboardA11y
      deleteKeyCode={null}
      multiSelectionKeyCode={SEVERAL_KEYS}
      minZoom={MIN_ZOOM}
      maxZoom={MAX_ZOOM}
      zoomOnDoubleClick={false}
    >
      <Background size={1.5} />
      {isEmpty && (
        <Panel position="bottom-center" className={css['emptyHint']}>
          <b>Nothing between input and output yet</b>
          Drag a layer here, or press / to search for one and Enter to add it. Templates are at the end of the
          list.
        </Panel>
      )}
      <Tools />
    </ReactFlow>
  );
}

const NEIGHBORS: Readonly<Record<string, -1 | 1 | undefined>> = {
  ArrowUp: -1,
  ArrowLeft: -1,
  ArrowDown: 1,
  ArrowRight: 1,
};

/** The canvas toolbar from left to right, in groups of commands. */
const TOOLS: readonly (readonly { readonly id: string; readonly Icon: LucideIcon }[])[] = [
  [
    { id: 'view.zoomIn', Icon: ZoomIn },
    { id: 'view.zoomOut', Icon: ZoomOut },
    { id: 'view.fit', Icon: Maximize },
  ],
  [
    { id: 'view.layout', Icon: ArrowDownFromLine },
    { id: 'view.layoutRight', Icon: ArrowRightFromLine },
  ],
  [
    { id: 'edit.undo', Icon: Undo2 },
    { id: 'edit.redo', Icon: Redo2 },
  ],
  [
    { id: 'view.layers', Icon: PanelLeft },
    { id: 'view.inspector', Icon: PanelRight },
  ],
];

/** Not rendered again while a node is dragged. */
const Tools = memo(function Tools() {
  return (
    <Panel position="bottom-left" className={css['tools']}>
      {TOOLS.map((group, i) => (
        <div key={i}>
          {group.map(({ id, Icon }) => (
            <CommandButton key={id} id={id} icon={<Icon size={15} />} />
          ))}
        </div>
      ))}
    </Panel>
  );
});

/** The commands on selected layers, in groups. */
const ON_LAYERS = [
  ['edit.rename', 'edit.duplicate', 'edit.delete'],
  ['edit.moveUp', 'edit.moveDown'],
] as const;
/** The commands on the graph as a whole, in groups. */
const ON_GRAPH = [
  ['edit.selectAll', 'view.fit'],
  ['view.layout', 'view.layoutRight'],
  ['edit.undo', 'edit.redo'],
] as const;

/** The canvas with its context menu: commands on the layers under the pointer, or on the graph. */
function ContextMenu({ children }: { readonly children: ReactNode }) {
  const hasSelection = useDocument((state) => state.selection.length > 0);
  const groups = hasSelection ? ON_LAYERS : ON_GRAPH;
  return (
    <Base.Root>
      <Base.Trigger className={css['canvasArea']}>{children}</Base.Trigger>
      <Base.Portal>
        <Base.Positioner className={uiCss['menuPlace']}>
          <Base.Popup className={uiCss['menu']} aria-label={hasSelection ? 'Layer' : 'Graph'}>
            {groups.map((ids, i) => (
              <Base.Group key={i} className={uiCss['menuGroup']}>
                {ids.map((id) => (
                  <Item key={id} id={id} />
                ))}
              </Base.Group>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function Item({ id }: { readonly id: string }) {
  const app = useApp();
  const { title, keys, enabled } = commandOf(id);
  return (
    <Base.Item
      className={uiCss['menuItem']}
      disabled={!(enabled?.(app) ?? true)}
      onClick={() => runCommand(app, id)}
    >
      {title}
      {keys?.[0] !== undefined && <kbd>{shown(keys[0])}</kbd>}
    </Base.Item>
  );
}
