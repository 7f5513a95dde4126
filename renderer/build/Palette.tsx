import { getNodesBounds, MiniMap, type Node, useStore } from '@xyflow/react';
import { type DragEvent, type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { LayerCategory, LayerDefinition } from '../../engine/nn/layers/define.js';
import { catalog } from '../../engine/nn/layers/index.js';
import { applyTemplate } from '../../engine/project/edits.js';
import { type Template, templates } from '../../engine/project/templates.js';
import { append } from '../actions/edit.js';
import { acceptsText } from '../actions/keys.js';
import { edit } from '../state/document.js';
import { announce } from '../state/ui.js';
import { Kbd } from '../ui/Button.js';
import uiCss from '../ui/ui.module.css';
import { useApp } from '../useApp.js';
import css from './build.module.css';
import { CATEGORIES, signature } from './layerText.js';
import type { ChainNode } from './nodes.js';

/** The MIME type of a dragged layer. */
export const LAYER_MIME = 'application/x-layerloom-layer';

/** The layer palette: layers by category, to drag or append, and templates. */
export function Palette() {
  const app = useApp();
  const [query, setQuery] = useState('');
  const [pointed, setPointed] = useState<LayerDefinition | null>(null);
  const search = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key !== '/' || acceptsText(event.target) || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      search.current?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  const groups = useMemo(() => grouped(query), [query]);
  const found = groups.flatMap(({ layers }) => layers);

  const onSearchKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && found[0]) append(app, found[0].type);
    if (event.key === 'Escape') setQuery('');
  };
  return (
    <aside className={css['palette']} aria-label="Layers">
      <div className={css['searchBox']}>
        <input
          ref={search}
          type="search"
          aria-label="Search layers"
          placeholder="Search layers"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={onSearchKey}
        />
        {query === '' && <Kbd keys="/" />}
      </div>
      <div className={css['paletteList']}>
        {groups.map(({ category, layers }) => (
          <section key={category} aria-label={CATEGORIES[category].title}>
            <h2 className={uiCss['section']}>{CATEGORIES[category].title}</h2>
            {layers.map((layer) => (
              <PaletteItem key={layer.type} layer={layer} onPoint={setPointed} />
            ))}
          </section>
        ))}
        {found.length === 0 && <p className={uiCss['help']}>No layers match “{query}”.</p>}
        {query === '' && <Templates />}
      </div>
      <div className={css['hint']}>
        {pointed ? (
          <>
            {pointed.summary}
            <code>{signature(pointed)}</code>
          </>
        ) : (
          'Drag a layer onto the graph. Double-click or press Enter to add it after the selected one.'
        )}
      </div>
      <Overview />
    </aside>
  );
}

interface PaletteItemProps {
  readonly layer: LayerDefinition;
  readonly onPoint: (layer: LayerDefinition | null) => void;
}

function PaletteItem({ layer, onPoint }: PaletteItemProps) {
  const app = useApp();
  const { type, category } = layer;
  const onDragStart = (event: DragEvent) => {
    event.dataTransfer.setData(LAYER_MIME, type);
    event.dataTransfer.effectAllowed = 'copy';
  };
  return (
    <button
      type="button"
      className={css['paletteItem']}
      draggable
      onDragStart={onDragStart}
      onDoubleClick={() => append(app, type)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          event.preventDefault();
          append(app, type);
        }
      }}
      onMouseEnter={() => onPoint(layer)}
      onFocus={() => onPoint(layer)}
      onMouseLeave={() => onPoint(null)}
    >
      <i className={uiCss['dot']} style={{ background: CATEGORIES[category].hue }} />
      {type}
    </button>
  );
}

function Templates() {
  const app = useApp();
  const use = (template: Template) => {
    edit(app, applyTemplate(template));
    announce(app, `Model replaced by ${template.name}`);
    app.canvas.current?.open();
  };
  return (
    <section aria-label="Templates">
      <h2 className={uiCss['section']}>Templates</h2>
      {templates.map((template) => (
        <button
          key={template.id}
          type="button"
          className={`${css['paletteItem'] ?? ''} ${css['template'] ?? ''}`}
          title={`${template.summary} Replaces the model, its data, and its training settings. You can undo this.`}
          onClick={() => use(template)}
        >
          {template.name}
        </button>
      ))}
    </section>
  );
}

/** Layers of one category. */
interface Group {
  readonly category: LayerCategory;
  readonly layers: readonly LayerDefinition[];
}

/** Layers that match the query, by category, best matches first. */
function grouped(query: string): Group[] {
  const wanted = query.trim().toLowerCase();
  const matches = ({ type, summary, category }: LayerDefinition) =>
    [type, summary, CATEGORIES[category].title].some((text) => text.toLowerCase().includes(wanted));
  // Names that start with the query rank first: "relu" means ReLU, not LeakyReLU.
  const rank = ({ type }: LayerDefinition) =>
    type.toLowerCase().startsWith(wanted) ? 0 : type.toLowerCase().includes(wanted) ? 1 : 2;
  const groups = (Object.keys(CATEGORIES) as LayerCategory[]).map((category) => ({
    category,
    layers: catalog
      .filter((layer) => layer.category === category && matches(layer))
      .sort((a, b) => (wanted === '' ? 0 : rank(a) - rank(b))),
  }));
  const best = (layers: readonly LayerDefinition[]) => (layers[0] ? rank(layers[0]) : 3);
  return groups
    .filter(({ layers }) => layers.length > 0)
    .sort((a, b) => (wanted === '' ? 0 : best(a.layers) - best(b.layers)));
}

/** A small map of a graph that is larger than the view, at this zoom. It stands beside the graph and covers nothing. */
function Overview() {
  const nodes = useStore(({ nodes }) => nodes, isDragging);
  const bounds = useMemo(() => getNodesBounds(nodes), [nodes]);
  const isLarger = useStore(
    ({ transform: [, , zoom], width, height }) =>
      bounds.width * zoom > width || bounds.height * zoom > height,
  );
  if (!isLarger) return null;
  return (
    <div className={css['overview']}>
      <MiniMap ariaLabel="Overview" style={SIZE} nodeColor={colorOf} pannable zoomable />
    </div>
  );
}

/** True while nodes are being moved; their bounds are not needed until they are dropped. */
const isDragging = (_before: readonly Node[], nodes: readonly Node[]) =>
  nodes.some(({ dragging }) => dragging);

const SIZE = { width: 196, height: 96 };

const colorOf = ({ data }: ChainNode) => (data.problem === null ? data.hue : 'var(--bad)');
