import { ContextMenu as Base } from '@base-ui/react/context-menu';
import type { ReactNode } from 'react';
import { commandOf, runCommand } from '../actions/commands.js';
import { shown } from '../actions/keys.js';
import uiCss from '../ui/ui.module.css';
import { useApp, useDocument } from '../useApp.js';
import css from './build.module.css';

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
export function ContextMenu({ children }: { readonly children: ReactNode }) {
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
