import type { ReactNode } from 'react';
import { familyOf, type Problem } from '../../engine/base/problem.js';
import { fixLabel, sentenceOf } from '../../engine/text/index.js';
import { fix } from '../actions/edit.js';
import { useApp } from '../useApp.js';
import { Button } from './Button.js';
import css from './ui.module.css';

interface ProblemCardProps {
  readonly problem: Problem;
  readonly title?: string;
  /** Its message, if not the sentence without its place. */
  readonly text?: string;
  readonly children?: ReactNode;
}

/** A problem or advice, with buttons that fix it. */
export function ProblemCard({ problem, title, text = sentenceOf(problem), children }: ProblemCardProps) {
  const app = useApp();
  const isAdvice = familyOf(problem.code) === 'advice';
  return (
    <div
      className={css['problem']}
      data-weight={isAdvice ? 'warning' : undefined}
      role={isAdvice ? 'status' : 'alert'}
    >
      {title && <b>{title}</b>}
      <p>{text}</p>
      <div className={css['problemButtons']}>
        {problem.fixes.map((one) => (
          <Button key={fixLabel(one)} onClick={() => fix(app, one)}>
            {fixLabel(one)}
          </Button>
        ))}
        {children}
      </div>
    </div>
  );
}
