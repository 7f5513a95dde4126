import { edit } from '../state/document.js';
import { arrange } from '../../engine/project/layoutEdits.js';
import { ARROWS, hasProject, type Command } from './command.js';
import type { App } from '../app.js';

/** Distance that one key press pans the view, in screen pixels. */
const PAN = 120;

/** Commands for the view and layout of the graph. */
export const viewCommands: readonly Command[] = [
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
  ...ARROWS.map(({ key, words, x, y }): Command => ({
    id: `view.pan-${words}`,
    title: `Pan ${words}`,
    keys: [`Mod+${key}`],
    onGraph: true,
    enabled: hasProject,
    run: ({ canvas }) => canvas.current?.pan(-x * PAN, -y * PAN),
  })),
];

/** Resets the layout of the chain and the view. */
function layOut(app: App, direction: 'vertical' | 'horizontal'): void {
  edit(app, arrange(direction));
  app.canvas.current?.open();
}
