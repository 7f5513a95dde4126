import { commands } from '../actions/commands.js';
import type { Keys } from '../actions/keys.js';
import { openOverlay } from '../state/ui.js';
import { Dialog } from '../ui/Dialog.js';
import { Kbd } from '../ui/Kbd.js';
import uiCss from '../ui/ui.module.css';
import { useApp } from '../useApp.js';
import css from './shell.module.css';

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
