import { ArrowDownFromLine, Maximize, Redo2, Undo2 } from 'lucide-react';
import { runCommand } from '../actions/commands.js';
import { Button } from '../ui/Button.js';
import css from './build.module.css';

/** The buttons on the canvas. */
export function Tools() {
  return (
    <div className={css['tools']}>
      <Button label="Undo" onClick={() => runCommand('edit.undo')}>
        <Undo2 size={15} />
      </Button>
      <Button label="Redo" onClick={() => runCommand('edit.redo')}>
        <Redo2 size={15} />
      </Button>
      <Button onClick={() => runCommand('view.layout')} title="Arrange the chain downwards">
        <ArrowDownFromLine size={14} /> Arrange
      </Button>
      <Button onClick={() => runCommand('view.fit')} title="Show the whole graph">
        <Maximize size={14} /> Fit
      </Button>
    </div>
  );
}
