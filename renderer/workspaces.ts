import { ChartLine, Images, Search, Share, Workflow, type LucideIcon } from 'lucide-react';
import { BuildWorkspace } from './build/BuildWorkspace.js';
import { DataWorkspace } from './data/DataWorkspace.js';
import { ExportWorkspace } from './export/ExportWorkspace.js';
import type { Workspace } from './state/ui.js';
import { TrainWorkspace } from './train/TrainWorkspace.js';
import { UnderstandWorkspace } from './understand/UnderstandWorkspace.js';

/** A workspace's icon in the rail and its screen. */
export interface WorkspaceScreen {
  readonly Icon: LucideIcon;
  readonly Screen: () => React.JSX.Element | null;
}

/** The screen of every workspace. */
export const SCREENS: Readonly<Record<Workspace, WorkspaceScreen>> = {
  build: { Icon: Workflow, Screen: BuildWorkspace },
  data: { Icon: Images, Screen: DataWorkspace },
  train: { Icon: ChartLine, Screen: TrainWorkspace },
  understand: { Icon: Search, Screen: UnderstandWorkspace },
  export: { Icon: Share, Screen: ExportWorkspace },
};
