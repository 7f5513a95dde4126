import type { MenuCommand } from '../../electron/ipc/contract.js';
import { arrange } from '../../engine/project/edits.js';
import type { App } from '../app.js';
import { valueOrNotice } from '../loom.js';
import { edit, redo, undo } from '../state/document.js';
import { isActive } from '../state/training.js';
import { announce, openOverlay, show, togglePanel, WORKSPACES } from '../state/ui.js';
import { importTable, showTransforms } from './data.js';
import * as edits from './edit.js';
import * as file from './file.js';
import type { Keys } from './keys.js';
import * as training from './runs.js';

/** A command of the user, available from the command palette, by shortcut, and in the menu. */
interface Command {
  readonly id: string;
  readonly title: string;
  readonly keys?: readonly Keys[];
  /** Acts on the graph, so its shortcut is ignored while a text field has the focus. */
  readonly onGraph?: boolean;
  readonly enabled?: (app: App) => boolean;
  readonly run: (app: App) => unknown;
}

const hasProject = (app: App) => app.document.getState().project !== null;
const hasSelection = (app: App) => app.document.getState().selection.length > 0;
const canUndo = (app: App) => app.document.temporal.getState().pastStates.length > 0;
const canRedo = (app: App) => app.document.temporal.getState().futureStates.length > 0;
const isTraining = (app: App) => isActive(app.training.getState().live);

/** The four arrow keys and their directions. */
const ARROWS = [
  { key: 'ArrowLeft', words: 'left', x: -1, y: 0 },
  { key: 'ArrowRight', words: 'right', x: 1, y: 0 },
  { key: 'ArrowUp', words: 'up', x: 0, y: -1 },
  { key: 'ArrowDown', words: 'down', x: 0, y: 1 },
] as const;

/** Distance that one key press moves a node: the spacing of the grid. */
const NUDGE = 20;

const announced = (act: (app: App) => void, words: string) => (app: App) => {
  act(app);
  announce(app, words);
};

/** Commands that edit the graph. */
const graphCommands: readonly Command[] = [
  {
    id: 'edit.undo',
    title: 'Undo',
    keys: ['Mod+z'],
    onGraph: true,
    enabled: canUndo,
    run: announced(undo, 'Undone'),
  },
  {
    id: 'edit.redo',
    title: 'Redo',
    keys: ['Mod+Shift+z', 'Mod+y'],
    onGraph: true,
    enabled: canRedo,
    run: announced(redo, 'Redone'),
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
    title: 'Move layers toward the input',
    keys: ['Alt+ArrowUp', 'Alt+ArrowLeft'],
    onGraph: true,
    enabled: hasSelection,
    run: (app) => edits.moveSelected(app, -1),
  },
  {
    id: 'edit.moveDown',
    title: 'Move layers toward the output',
    keys: ['Alt+ArrowDown', 'Alt+ArrowRight'],
    onGraph: true,
    enabled: hasSelection,
    run: (app) => edits.moveSelected(app, 1),
  },
  ...ARROWS.map(({ key, words, x, y }): Command => ({
    id: `edit.nudge-${words}`,
    title: `Nudge layers ${words}`,
    keys: [`Alt+Shift+${key}`],
    onGraph: true,
    enabled: hasSelection,
    run: ({ canvas }) => canvas.current?.nudge(x * NUDGE, y * NUDGE),
  })),
];

/** Distance that one key press pans the view, in screen pixels. */
const PAN = 120;

/** Commands for the view and layout of the graph. */
const viewCommands: readonly Command[] = [
  {
    id: 'view.fit',
    title: 'Fit graph in view',
    keys: ['Mod+0'],
    enabled: hasProject,
    run: ({ canvas }) => canvas.current?.fit(),
  },
  {
    id: 'view.zoomIn',
    title: 'Zoom in',
    keys: ['Mod+=', 'Mod++'],
    enabled: hasProject,
    run: ({ canvas }) => canvas.current?.zoomIn(),
  },
  {
    id: 'view.zoomOut',
    title: 'Zoom out',
    keys: ['Mod+-'],
    enabled: hasProject,
    run: ({ canvas }) => canvas.current?.zoomOut(),
  },
  {
    id: 'view.layout',
    title: 'Arrange vertically',
    keys: ['Mod+Shift+l'],
    enabled: hasProject,
    run: (app) => layOut(app, 'vertical'),
  },
  {
    id: 'view.layoutRight',
    title: 'Arrange horizontally',
    enabled: hasProject,
    run: (app) => layOut(app, 'horizontal'),
  },
  {
    id: 'view.layers',
    title: 'Show or hide the list of layers',
    keys: ['Mod+b'],
    enabled: hasProject,
    run: (app) => togglePanel(app, 'layers'),
  },
  {
    id: 'view.inspector',
    title: 'Show or hide the inspector',
    keys: ['Mod+i'],
    enabled: hasProject,
    run: (app) => togglePanel(app, 'inspector'),
  },
  ...ARROWS.map(({ key, words, x, y }): Command => ({
    id: `view.pan-${words}`,
    title: `Pan ${words}`,
    keys: [`Mod+${key}`],
    onGraph: true,
    enabled: hasProject,
    run: ({ canvas }) => canvas.current?.pan(-x * PAN, -y * PAN),
  })),
];

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
  {
    id: 'file.rename',
    title: 'Rename project',
    enabled: hasProject,
    run: (app) => app.ui.setState({ renamingProject: true }),
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
    run: training.togglePause,
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

/** Resets the layout of the chain and the view. */
function layOut(app: App, direction: 'vertical' | 'horizontal'): void {
  edit(app, arrange(direction));
  app.canvas.current?.open();
}
