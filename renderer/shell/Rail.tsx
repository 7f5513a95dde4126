import { ChartLine, Images, Share, Workflow, type LucideIcon } from 'lucide-react';
import { show, useUi, WORKSPACES, type Workspace } from '../state/ui.js';
import css from './shell.module.css';

const ITEMS: Readonly<Record<Workspace, { readonly title: string; readonly Icon: LucideIcon }>> = {
  build: { title: 'Build', Icon: Workflow },
  data: { title: 'Data', Icon: Images },
  train: { title: 'Train', Icon: ChartLine },
  export: { title: 'Export', Icon: Share },
};

/** The workspaces. */
export function Rail() {
  const current = useUi((state) => state.workspace);
  return (
    <nav className={css['rail']} aria-label="Workspaces">
      {WORKSPACES.map((workspace) => {
        const { title, Icon } = ITEMS[workspace];
        return (
          <button
            key={workspace}
            type="button"
            className={css['railItem']}
            aria-current={workspace === current ? 'page' : undefined}
            onClick={() => show(workspace)}
          >
            <Icon size={20} strokeWidth={1.6} aria-hidden="true" />
            {title}
          </button>
        );
      })}
    </nav>
  );
}
