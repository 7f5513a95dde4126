import type { MenuCommand } from '../../electron/ipc/contract.js';
import { valueOrNotice } from '../loom.js';
import { edit, redo, undo, useDocument } from '../state/document.js';
import { arrange } from '../state/edits.js';
import { isActive, useTraining } from '../state/training.js';
import { openOverlay, show, type Workspace } from '../state/ui.js';
import { canvas } from './canvas.js';
import { importTable, showTransforms } from './data.js';
import * as edits from './edit.js';
import * as file from './file.js';
import type { Keys } from './keys.js';
import * as training from './train.js';

/** Something that people can do, reachable by palette, keys and menu. */
export interface Command {
  readonly id: string;
  readonly title: string;
  readonly keys?: readonly Keys[];
  /** Acts on the graph, so that the same keys in a text field stay the field's. */
  readonly onGraph?: boolean;
  readonly enabled?: () => boolean;
  readonly run: () => unknown;
}

const hasProject = () => useDocument.getState().project !== null;
const hasSelection = () => useDocument.getState().selection.length > 0;
const past = () => useDocument.temporal.getState().pastStates.length > 0;
const future = () => useDocument.temporal.getState().futureStates.length > 0;
const training_ = () => isActive(useTraining.getState().live);

const workspace = (id: Workspace, title: string, key: string): Command => ({
  id: `view.${id}`,
  title: `Go to ${title}`,
  keys: [`Mod+${key}`],
  enabled: hasProject,
  run: () => show(id),
});

/** Every command there is. A new one is one entry here. */
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
  { id: 'edit.undo', title: 'Undo', keys: ['Mod+z'], onGraph: true, enabled: past, run: undo },
  {
    id: 'edit.redo',
    title: 'Redo',
    keys: ['Mod+Shift+z', 'Mod+y'],
    onGraph: true,
    enabled: future,
    run: redo,
  },
  {
    id: 'edit.duplicate',
    title: 'Duplicate layers',
    keys: ['Mod+d'],
    onGraph: true,
    enabled: hasSelection,
    run: edits.duplicate,
  },
  {
    id: 'edit.delete',
    title: 'Delete layers',
    keys: ['Delete', 'Backspace'],
    onGraph: true,
    enabled: hasSelection,
    run: edits.removeSelected,
  },
  {
    id: 'edit.selectAll',
    title: 'Select all layers',
    keys: ['Mod+a'],
    onGraph: true,
    enabled: hasProject,
    run: edits.selectAll,
  },
  {
    id: 'edit.rename',
    title: 'Rename layer',
    keys: ['F2'],
    onGraph: true,
    enabled: hasSelection,
    run: edits.startRename,
  },
  {
    id: 'edit.moveUp',
    title: 'Move layer towards the input',
    keys: ['Alt+ArrowUp'],
    onGraph: true,
    enabled: hasSelection,
    run: () => edits.moveSelected(-1),
  },
  {
    id: 'edit.moveDown',
    title: 'Move layer towards the output',
    keys: ['Alt+ArrowDown'],
    onGraph: true,
    enabled: hasSelection,
    run: () => edits.moveSelected(1),
  },
  workspace('build', 'Build', '1'),
  workspace('data', 'Data', '2'),
  {
    id: 'view.transforms',
    title: 'Transforms and augmentation',
    enabled: hasProject,
    run: showTransforms,
  },
  workspace('train', 'Train', '3'),
  workspace('export', 'Export', '4'),
  { id: 'view.palette', title: 'Command palette', keys: ['Mod+k'], run: () => openOverlay('commands') },
  {
    id: 'view.fit',
    title: 'Fit graph in view',
    keys: ['Mod+0'],
    enabled: hasProject,
    run: () => canvas()?.fit(),
  },
  {
    id: 'view.zoomIn',
    title: 'Zoom in',
    keys: ['Mod+=', 'Mod++'],
    enabled: hasProject,
    run: () => canvas()?.zoomIn(),
  },
  {
    id: 'view.zoomOut',
    title: 'Zoom out',
    keys: ['Mod+-'],
    enabled: hasProject,
    run: () => canvas()?.zoomOut(),
  },
  {
    id: 'view.layout',
    title: 'Arrange downwards',
    keys: ['Mod+Shift+l'],
    enabled: hasProject,
    run: () => layOut('vertical'),
  },
  {
    id: 'view.layoutRight',
    title: 'Arrange to the right',
    enabled: hasProject,
    run: () => layOut('horizontal'),
  },
  { id: 'train.start', title: 'Train', keys: ['Mod+Enter'], enabled: hasProject, run: training.train },
  {
    id: 'train.pause',
    title: 'Pause or go on training',
    keys: ['Mod+Shift+p'],
    enabled: training_,
    run: training.pauseOrGoOn,
  },
  { id: 'train.stop', title: 'Stop training', keys: ['Mod+.'], enabled: training_, run: training.stop },
  { id: 'theme.light', title: 'Light theme', run: () => setTheme('light') },
  { id: 'theme.dark', title: 'Dark theme', run: () => setTheme('dark') },
  { id: 'theme.system', title: 'Theme of the system', run: () => setTheme('system') },
  { id: 'help.shortcuts', title: 'Keyboard shortcuts', keys: ['Mod+/'], run: () => openOverlay('shortcuts') },
  { id: 'help.log', title: 'Show log', run: () => window.loom.app.showLog() },
  { id: 'help.about', title: 'About Layerloom', run: () => openOverlay('about') },
];

const byId = new Map(commands.map((command) => [command.id, command]));

/** Runs a command unless it does not apply now. */
export function runCommand(id: string): void {
  const command = byId.get(id);
  if (command && (command.enabled?.() ?? true)) void command.run();
}

/** Runs what the native menu asks for. */
export function runMenuCommand(id: MenuCommand): void {
  if (id === 'file.saveAndClose') void file.saveAndClose();
  else runCommand(id);
}

/** Lays the chain out afresh and shows all of it. */
function layOut(direction: 'vertical' | 'horizontal'): void {
  edit(arrange(direction));
  requestAnimationFrame(() => canvas()?.fit());
}

async function setTheme(choice: 'light' | 'dark' | 'system'): Promise<void> {
  await valueOrNotice(window.loom.theme.set({ choice }));
}
