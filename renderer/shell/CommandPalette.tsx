import { useMemo, useState, type KeyboardEvent } from 'react';
import { append } from '../actions/edit.js';
import { goToLayer } from '../actions/goTo.js';
import { commands, runCommand } from '../actions/commands.js';
import { catalogue } from '../../engine/nn/layers/index.js';
import { useDocument } from '../state/document.js';
import { openOverlay, show } from '../state/ui.js';
import { Dialog } from '../ui/Dialog.js';
import { Kbd } from '../ui/Kbd.js';
import css from './shell.module.css';

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly keys?: string | undefined;
  readonly run: () => void;
}

/** Everything that can be done, by name. */
export function CommandPalette() {
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const hasProject = useDocument((state) => state.project !== null);
  const entries = useMemo(() => allEntries(hasProject), [hasProject]);
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = entries
    .filter(({ title }) => words.every((word) => title.toLowerCase().includes(word)))
    .sort((a, b) => wholeWords(b.title, words) - wholeWords(a.title, words));
  const chosen = Math.min(at, found.length - 1);

  const run = (entry: Entry | undefined) => {
    if (!entry) return;
    openOverlay(null);
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setAt((chosen + step + found.length) % Math.max(found.length, 1));
    }
    if (event.key === 'Enter') run(found[chosen]);
  };
  return (
    <Dialog title="Commands" onClose={() => openOverlay(null)}>
      <input
        className={css['search']}
        role="combobox"
        aria-expanded="true"
        aria-controls="commands"
        aria-activedescendant={found[chosen] ? `command-${found[chosen].id}` : undefined}
        aria-label="Search commands"
        placeholder="Search commands and layers"
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul id="commands" role="listbox" aria-label="Commands">
        {found.map((entry, i) => (
          <li
            key={entry.id}
            id={`command-${entry.id}`}
            role="option"
            aria-selected={i === chosen}
            className={css['command']}
            ref={i === chosen ? (element) => element?.scrollIntoView({ block: 'nearest' }) : null}
            onMouseMove={() => setAt(i)}
            onClick={() => run(entry)}
          >
            {entry.title}
            {entry.keys !== undefined && <Kbd keys={entry.keys} />}
          </li>
        ))}
        {found.length === 0 && <li className={css['command']}>Nothing is called “{query}”.</li>}
      </ul>
    </Dialog>
  );
}

/** How many words of a search stand in a title as they are: "conv2" is rather that layer than a Conv2d. */
function wholeWords(title: string, words: readonly string[]): number {
  const own = title.toLowerCase().split(/[^a-z0-9_]+/);
  return words.filter((word) => own.includes(word)).length;
}

function allEntries(hasProject: boolean): Entry[] {
  const own = commands
    .filter(({ id, enabled }) => id !== 'view.palette' && (enabled?.() ?? true))
    .map(({ id, title, keys }) => ({ id, title, keys: keys?.[0], run: () => runCommand(id) }));
  if (!hasProject) return own;
  const layers = catalogue.map(({ type }) => ({
    id: `add.${type}`,
    title: `Add ${type}`,
    run: () => {
      show('build');
      append(type);
    },
  }));
  const places = (useDocument.getState().project?.model.layers ?? []).map(({ id, name, type }) => ({
    id: `layer.${id}`,
    title: `Go to layer ${name} (${type})`,
    run: () => goToLayer(id),
  }));
  return [...own, ...layers, ...places];
}
