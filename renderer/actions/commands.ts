import type { MenuCommand } from '../../electron/ipc/contract.js';
import { valueOrNotice } from '../loom.js';
import { isActive, useTraining } from '../state/training.js';
import { openOverlay, show, WORKSPACES } from '../state/ui.js';
import { hasProject, type Command } from './command.js';
import { importTable, showTransforms } from './data.js';
import * as file from './file.js';
import { graphCommands } from './graphCommands.js';
import * as training from './train.js';
import { viewCommands } from './viewCommands.js';

const training_ = () => isActive(useTraining.getState().live);

const workspaceCommands = WORKSPACES.map(({ id, title }, i): Command => ({
  id: `view.${id}`,
  title: `Go to ${title}`,
  keys: [`Mod+${i + 1}`],
  enabled: hasProject,
  run: () => show(id),
}));

/** All commands. Add a new one here, or in the list of its area. */
export const commands: readonly Command[] = [
  { id: 'file.new', title: 'New project…', keys: ['Mod+n'], run: () => openOverlay('new') },
  { id: 'file.open', title: 'Open project…', keys: ['Mod+o'], run: file.open },
  {
    id: 'file.importImages',
    title: 'New project from a folder of images…',
    run: () => openOverlay('photos'),
  },
  { id: 'file.importTable', title: 'New project from a CSV table…', run: importTable },
  { id: 'file.save', title: 'Save', keys: ['Mod+s'], enabled: hasProject, run: () => file.save() },
  {
    id: 'file.saveAs',
    title: 'Save as…',
    keys: ['Mod+Shift+s'],
    enabled: hasProject,
    run: () => file.save(true),
  },
  { id: 'file.close', title: 'Close project', enabled: hasProject, run: file.closeProject },
  {
    id: 'file.export',
    title: 'Export model…',
    keys: ['Mod+e'],
    enabled: hasProject,
    run: () => show('export'),
  },
  ...graphCommands,
  ...workspaceCommands,
  {
    id: 'view.transforms',
    title: 'Transforms and augmentation',
    enabled: hasProject,
    run: showTransforms,
  },
  { id: 'view.palette', title: 'Command palette', keys: ['Mod+k'], run: () => openOverlay('commands') },
  ...viewCommands,
  { id: 'train.start', title: 'Train', keys: ['Mod+Enter'], enabled: hasProject, run: training.train },
  {
    id: 'train.pause',
    title: 'Pause or resume training',
    keys: ['Mod+Shift+p'],
    enabled: training_,
    run: training.pauseOrGoOn,
  },
  { id: 'train.stop', title: 'Stop training', keys: ['Mod+.'], enabled: training_, run: training.stop },
  { id: 'theme.light', title: 'Light theme', run: () => setTheme('light') },
  { id: 'theme.dark', title: 'Dark theme', run: () => setTheme('dark') },
  { id: 'theme.system', title: 'System theme', run: () => setTheme('system') },
  { id: 'help.shortcuts', title: 'Keyboard shortcuts', keys: ['Mod+/'], run: () => openOverlay('shortcuts') },
  { id: 'help.log', title: 'Show log', run: () => window.loom.app.showLog() },
  { id: 'help.about', title: 'About Layerloom', run: () => openOverlay('about') },
];

const byId = new Map(commands.map((command) => [command.id, command]));

/** The command with the given id, which must exist. */
export function commandOf(id: string): Command {
  return byId.get(id)!;
}

/** Runs a command if it is enabled. */
export function runCommand(id: string): void {
  const command = byId.get(id);
  if (command && (command.enabled?.() ?? true)) void command.run();
}

/** Runs a command of the native menu. */
export function runMenuCommand(id: MenuCommand): void {
  if (id === 'file.saveAndClose') void file.saveAndClose();
  else runCommand(id);
}

async function setTheme(choice: 'light' | 'dark' | 'system'): Promise<void> {
  await valueOrNotice(window.loom.theme.set({ choice }));
}
