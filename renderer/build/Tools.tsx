import {
  ArrowDownFromLine,
  ArrowRightFromLine,
  Maximize,
  Redo2,
  Undo2,
  ZoomIn,
  ZoomOut,
  type LucideIcon,
} from 'lucide-react';
import css from './build.module.css';
import { CommandButton } from './CommandButton.js';

/** The canvas' buttons, from top to bottom, in groups. */
const GROUPS: readonly (readonly { readonly id: string; readonly Icon: LucideIcon }[])[] = [
  [
    { id: 'view.zoomIn', Icon: ZoomIn },
    { id: 'view.zoomOut', Icon: ZoomOut },
    { id: 'view.fit', Icon: Maximize },
  ],
  [
    { id: 'view.layout', Icon: ArrowDownFromLine },
    { id: 'view.layoutRight', Icon: ArrowRightFromLine },
  ],
  [
    { id: 'edit.undo', Icon: Undo2 },
    { id: 'edit.redo', Icon: Redo2 },
  ],
];

/** The buttons on the canvas: a narrow column, so that they hide little of the graph. */
export function Tools() {
  return (
    <div className={css['tools']}>
      {GROUPS.map((group, i) => (
        <div key={i}>
          {group.map(({ id, Icon }) => (
            <CommandButton key={id} id={id} icon={<Icon size={15} />} />
          ))}
        </div>
      ))}
    </div>
  );
}
