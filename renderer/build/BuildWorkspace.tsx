import { useCallback, useRef } from 'react';
import { flushSync } from 'react-dom';
import { useUi } from '../state/ui.js';
import css from './build.module.css';
import { Canvas } from './Canvas.js';
import { Inspector } from './Inspector.js';
import { Palette } from './Palette.js';

/** Where a model is drawn. */
export function BuildWorkspace() {
  const nameField = useRef<HTMLInputElement>(null);
  const editLayer = useCallback(() => {
    // The field is there to be focused once the inspector shows its page.
    flushSync(() => useUi.setState({ inspectorTab: 'layer' }));
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
