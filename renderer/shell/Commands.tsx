import { Autocomplete } from '@base-ui/react/autocomplete';
import { useMemo, useState } from 'react';
import { catalog } from '../../engine/nn/layers/index.js';
import { commands, runCommand } from '../actions/commands.js';
import { append, goToLayer } from '../actions/edit.js';
import type { Keys } from '../actions/keys.js';
import type { App } from '../app.js';
import { openOverlay, show } from '../state/ui.js';
import { Dialog } from '../ui/Dialog.js';
import { Kbd } from '../ui/Button.js';
import uiCss from '../ui/ui.module.css';
import { useApp, useDocument } from '../useApp.js';
import css from './shell.module.css';

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly keys?: string | undefined;
  readonly run: () => void;
}

/** A searchable list of commands, layer types to add, and layers to go to. */
export function CommandPalette() {
  const app = useApp();
  const [query, setQuery] = useState('');
  const hasProject = useDocument((state) => state.project !== null);
  const entries = useMemo(() => allEntries(app, hasProject), [hasProject]);
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = entries
    .filter(({ title }) => words.every((word) => title.toLowerCase().includes(word)))
    .sort((a, b) => wholeWords(b.title, words) - wholeWords(a.title, words));
  return (
    <Dialog title="Commands" onClose={() => openOverlay(app, null)}>
      <Autocomplete.Root
        open
        inline
        items={entries}
        filteredItems={found}
        itemToStringValue={({ title }) => title}
        value={query}
        onValueChange={setQuery}
        autoHighlight="always"
        keepHighlight
      >
        <Autocomplete.Input
          className={`${uiCss['box'] ?? ''} ${css['search'] ?? ''}`}
          aria-label="Search commands"
          placeholder="Search commands and layers"
        />
        <Autocomplete.List aria-label="Commands">
          {(entry: Entry) => (
            <Autocomplete.Item
              key={entry.id}
              value={entry}
              className={css['command']}
              onClick={() => {
                openOverlay(app, null);
                entry.run();
              }}
            >
              {entry.title}
              {entry.keys !== undefined && <Kbd keys={entry.keys} />}
            </Autocomplete.Item>
          )}
        </Autocomplete.List>
        <Autocomplete.Empty className={css['noCommand']}>No results for “{query}”.</Autocomplete.Empty>
      </Autocomplete.Root>
    </Dialog>
  );
}

/** Number of query words that are whole words of a title, so that "conv2" ranks that layer above Conv2d. */
function wholeWords(title: string, words: readonly string[]): number {
  const own = title.toLowerCase().split(/[^a-z0-9_]+/);
  return words.filter((word) => own.includes(word)).length;
}

function allEntries(app: App, hasProject: boolean): Entry[] {
  const own = commands
    .filter(({ id, enabled }) => id !== 'view.palette' && (enabled?.(app) ?? true))
    .map(({ id, title, keys }) => ({ id, title, keys: keys?.[0], run: () => runCommand(app, id) }));
  if (!hasProject) return own;
  const layers = catalog.map(({ type }) => ({
    id: `add.${type}`,
    title: `Add ${type}`,
    run: () => {
      show(app, 'build');
      append(app, type);
    },
  }));
  const places = (app.document.getState().project?.model.layers ?? []).map(({ id, name, type }) => ({
    id: `layer.${id}`,
    title: `Go to layer ${name} (${type})`,
    run: () => goToLayer(app, id),
  }));
  return [...own, ...layers, ...places];
}

interface Shortcut {
  readonly keys: readonly Keys[];
  readonly title: string;
}

/** Areas, by the prefix of their command ids, with shortcuts that are not commands. */
const AREAS: readonly {
  readonly area: string;
  readonly title: string;
  readonly more: readonly Shortcut[];
}[] = [
  { area: 'file', title: 'File', more: [] },
  {
    area: 'edit',
    title: 'Graph',
    more: [
      { keys: ['/'], title: 'Search layers to add' },
      { keys: ['ArrowUp', 'ArrowDown'], title: 'Go to the previous or next layer' },
      { keys: ['Shift+ArrowUp', 'Shift+ArrowDown'], title: 'Select several layers' },
      { keys: ['Enter'], title: 'Go to the layer’s settings' },
      { keys: ['Mod+c', 'Mod+x', 'Mod+v'], title: 'Copy, cut, and paste layers' },
      { keys: ['Escape'], title: 'Clear the selection' },
    ],
  },
  { area: 'view', title: 'View', more: [] },
  { area: 'train', title: 'Training', more: [] },
  { area: 'help', title: 'Help', more: [] },
];

/** A list of all keyboard shortcuts. */
export function Shortcuts() {
  const app = useApp();
  return (
    <Dialog title="Keyboard shortcuts" onClose={() => openOverlay(app, null)}>
      <div role="group" aria-label="Shortcuts" tabIndex={0} className={css['shortcuts']}>
        {AREAS.map(({ area, title, more }) => (
          <section key={area} aria-label={title}>
            <h3 className={uiCss['section']}>{title}</h3>
            <dl className={css['facts']}>
              {[...ofArea(area), ...more].map((shortcut) => (
                <Row key={shortcut.title} {...shortcut} />
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function ofArea(area: string): Shortcut[] {
  return commands.flatMap(({ id, title, keys }) =>
    keys && id.startsWith(`${area}.`) ? [{ title, keys }] : [],
  );
}

function Row({ keys, title }: Shortcut) {
  return (
    <div style={{ display: 'contents' }}>
      <dt>
        {keys.map((key) => (
          <Kbd key={key} keys={key} />
        ))}
      </dt>
      <dd>{title}</dd>
    </div>
  );
}
