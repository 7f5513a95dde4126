import { useCallback, useRef } from 'react';
import { flushSync } from 'react-dom';
import css from './build.module.css';
import { Canvas } from './Canvas.js';
import { Inspector } from './Inspector.js';
import { Palette } from './Palette.js';
import { useApp } from '../useApp.js';

/** The Build workspace: palette, canvas, and inspector. */
export function BuildWorkspace() {
  const app = useApp();
  const nameField = useRef<HTMLInputElement>(null);
  const editLayer = useCallback(() => {
    // Render the tab first, so that the field exists when it is focused.
    flushSync(() => app.ui.setState({ inspectorTab: 'layer' }));
    nameField.current?.focus();
  }, []);
  return (
    <div className={css['workspace']}>
      <Palette />
      <Canvas onEdit={editLayer} />
      <Inspector nameField={nameField} />
    </div>
  );
}
