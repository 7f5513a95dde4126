import type { Problem } from '../../engine/base/problem.js';
import { fixLabel, sentenceOf } from '../../engine/text/index.js';
import { fix } from '../actions/edit.js';
import { Button } from '../ui/Button.js';
import { useApp } from '../useApp.js';
import css from './build.module.css';

/** A problem, with buttons that fix it. */
export function ProblemCard({ problem }: { readonly problem: Problem }) {
  const app = useApp();
  return (
    <div className={css['warning']} role="alert">
      {sentenceOf(problem)}
      {problem.fixes.map((one) => (
        <div key={one.kind}>
          <Button onClick={() => fix(app, one)}>{fixLabel(one)}</Button>
        </div>
      ))}
    </div>
  );
}
