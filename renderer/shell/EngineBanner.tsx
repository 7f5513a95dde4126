import { restartEngine } from '../actions/train.js';
import { Button } from '../ui/Button.js';
import css from './shell.module.css';
import { useApp, useTraining } from '../useApp.js';

/** A banner that reports an engine crash and offers to restart it. */
export function EngineBanner() {
  const app = useApp();
  const engine = useTraining((state) => state.engine);
  if (engine?.state !== 'died') return null;
  return (
    <div className={css['banner']} role="alert">
      <p>
        The engine stopped unexpectedly. Your project is intact, and training up to the last checkpoint is
        kept.
      </p>
      <Button onClick={() => void restartEngine(app)}>Restart engine</Button>
    </div>
  );
}
