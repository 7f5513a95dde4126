import css from './build.module.css';
import { Canvas } from './Canvas.js';
import { Inspector } from './Inspector.js';
import { Palette } from './Palette.js';

/** Where a model is drawn. */
export function BuildWorkspace() {
  return (
    <div className={css['workspace']}>
      <Palette />
      <Canvas />
      <Inspector />
    </div>
  );
}
