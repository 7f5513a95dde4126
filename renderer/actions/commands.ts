import type { MenuCommand } from '../../electron/ipc/contract.js';
import { valueOrNotice } from '../loom.js';
import { isActive } from '../state/training.js';
import { openOverlay, show, WORKSPACES } from '../state/ui.js';
import { hasProject, type Command } from './command.js';
import { importTable, showTransforms } from './data.js';
import * as file from './file.js';
import { graphCommands } from './graphCommands.js';
import * as training from './train.js';
import { viewCommands } from './viewCommands.js';
import type { App } from '../app.js';

const isTraining = (app: App) => isActive(app.training.getState().live);

const workspaceCommands = WORKSPACES.map(({ id, title }, i): Command => ({
  id: `view.${id}`,
  title: `Go to ${title}`,
  keys: [`Mod+${i + 1}`],
  enabled: hasProject,
  run: (app) => show(app, id),
}));

/** All commands. Add a new one here, or in the list of its area. */
export const commands: readonly Command[] = [
  { id: 'file.new', title: 'New project…', keys: ['Mod+n'], run: (app) => openOverlay(app, 'new') },
  { id: 'file.open', title: 'Open project…', keys: ['Mod+o'], run: file.open },
  {
    id: 'file.importImages',
    title: 'New project from a folder of images…',
    run: (app) => openOverlay(app, 'photos'),
  },
  { id: 'file.importTable', title: 'New project from a CSV table…', run: importTable },
  { id: 'file.save', title: 'Save', keys: ['Mod+s'], enabled: hasProject, run: (app) => file.save(app) },
  {
    id: 'file.saveAs',
    title: 'Save as…',
    keys: ['Mod+Shift+s'],
    enabled: hasProject,
    run: (app) => file.save(app, true),
  },
  { id: 'file.close', title: 'Close project', enabled: hasProject, run: file.closeProject },
  {
    id: 'file.export',
    title: 'Export model…',
    keys: ['Mod+e'],
    enabled: hasProject,
    run: (app) => show(app, 'export'),
  },
  ...graphCommands,
  ...workspaceCommands,
  {
    id: 'view.transforms',
    title: 'Transforms and augmentation',
    enabled: hasProject,
    run: showTransforms,
  },
  {
    id: 'view.palette',
    title: 'Command palette',
    keys: ['Mod+k'],
    run: (app) => openOverlay(app, 'commands'),
  },
  ...viewCommands,
  { id: 'train.start', title: 'Train', keys: ['Mod+Enter'], enabled: hasProject, run: training.train },
  {
    id: 'train.pause',
    title: 'Pause or resume training',
    keys: ['Mod+Shift+p'],
    enabled: isTraining,
    run: training.pauseOrGoOn,
  },
  { id: 'train.stop', title: 'Stop training', keys: ['Mod+.'], enabled: isTraining, run: training.stop },
  { id: 'theme.light', title: 'Light theme', run: (app) => setTheme(app, 'light') },
  { id: 'theme.dark', title: 'Dark theme', run: (app) => setTheme(app, 'dark') },
  { id: 'theme.system', title: 'System theme', run: (app) => setTheme(app, 'system') },
  {
    id: 'help.shortcuts',
    title: 'Keyboard shortcuts',
    keys: ['Mod+/'],
    run: (app) => openOverlay(app, 'shortcuts'),
  },
  { id: 'help.log', title: 'Show log', run: (app) => app.loom.app.showLog() },
  { id: 'help.about', title: 'About Layerloom', run: (app) => openOverlay(app, 'about') },
];

const byId = new Map(commands.map((command) => [command.id, command]));

/** The command with the given id, which must exist. */
export function commandOf(id: string): Command {
  return byId.get(id)!;
}

/** Runs a command if it is enabled. */
export function runCommand(app: App, id: string): void {
  const command = byId.get(id);
  if (command && (command.enabled?.(app) ?? true)) void command.run(app);
}

/** Runs a command of the native menu. */
export function runMenuCommand(app: App, id: MenuCommand): void {
  if (id === 'file.saveAndClose') void file.saveAndClose(app);
  else runCommand(app, id);
}

async function setTheme(app: App, choice: 'light' | 'dark' | 'system'): Promise<void> {
  await valueOrNotice(app, app.loom.theme.set({ choice }));
}
