import { edit } from '../state/document.js';
import { arrange } from '../../engine/project/layoutEdits.js';
import { canvas } from './canvas.js';
import { ARROWS, hasProject, type Command } from './command.js';

/** How far one press moves the view, in pixels of the screen. */
const PAN = 120;

/** How the graph is looked at and laid out. */
export const viewCommands: readonly Command[] = [
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
  ...ARROWS.map(({ key, words, x, y }): Command => ({
    id: `view.pan-${words}`,
    title: `Look farther ${words}`,
    keys: [`Mod+${key}`],
    onGraph: true,
    enabled: hasProject,
    run: () => canvas()?.pan(-x * PAN, -y * PAN),
  })),
];

/** Lays the chain out afresh and shows it as it opens. */
function layOut(direction: 'vertical' | 'horizontal'): void {
  edit(arrange(direction));
  canvas()?.open();
}
