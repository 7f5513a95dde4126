import { show, WORKSPACES } from '../state/ui.js';
import { SCREENS } from '../workspaces.js';
import css from './shell.module.css';
import { useApp, useUi } from '../useApp.js';

/** The navigation bar of the workspaces. */
export function Rail() {
  const app = useApp();
  const current = useUi((state) => state.workspace);
  return (
    <nav className={css['rail']} aria-label="Workspaces">
      {WORKSPACES.map(({ id, title }) => {
        const { Icon } = SCREENS[id];
        return (
          <button
            key={id}
            type="button"
            className={css['railItem']}
            aria-current={id === current ? 'page' : undefined}
            onClick={() => show(app, id)}
          >
            <Icon size={20} strokeWidth={1.6} aria-hidden="true" />
            {title}
          </button>
        );
      })}
    </nav>
  );
}
