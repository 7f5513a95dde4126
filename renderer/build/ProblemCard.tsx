import type { LoomError } from '../../engine/base/errors.js';
import { fixLabel } from '../../engine/text/index.js';
import { fix } from '../actions/fix.js';
import { Button } from '../ui/Button.js';
import css from './build.module.css';
import { plain } from './nodes.js';

/** What is wrong, and the button that mends it. */
export function ProblemCard({ problem }: { readonly problem: LoomError }) {
  const { repair } = problem;
  return (
    <div className={css['warning']} role="alert">
      {plain(problem.message)}
      {repair && (
        <div>
          <Button onClick={() => fix(repair)}>{fixLabel(repair)}</Button>
        </div>
      )}
    </div>
  );
}
