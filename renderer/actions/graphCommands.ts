import { redo, undo } from '../state/document.js';
import { announce } from '../state/ui.js';
import { ARROWS, hasProject, hasSelection, type Command } from './command.js';
import * as edits from './edit.js';
import type { App } from '../app.js';

const past = (app: App) => app.document.temporal.getState().pastStates.length > 0;
const future = (app: App) => app.document.temporal.getState().futureStates.length > 0;
/** Distance that one key press moves a node: the spacing of the grid. */
const NUDGE = 20;

const announced = (act: (app: App) => void, words: string) => (app: App) => {
  act(app);
  announce(app, words);
};

/** Commands that edit the graph. */
export const graphCommands: readonly Command[] = [
  {
    id: 'edit.undo',
    title: 'Undo',
    keys: ['Mod+z'],
    onGraph: true,
    enabled: past,
    run: announced(undo, 'Undone'),
  },
  {
    id: 'edit.redo',
    title: 'Redo',
    keys: ['Mod+Shift+z', 'Mod+y'],
    onGraph: true,
    enabled: future,
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
