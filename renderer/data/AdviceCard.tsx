import type { Advice } from '../../engine/project/advice.js';
import { fixLabel, sentenceOf } from '../../engine/text/index.js';
import { fix } from '../actions/fix.js';
import { Button } from '../ui/Button.js';
import css from './transforms.module.css';
import { useApp } from '../useApp.js';

const WEIGHTS: Readonly<Record<Advice['weight'], string>> = {
  problem: 'Problem',
  warning: 'Warning',
  note: 'Note',
};

/** Advice on a step or the whole list, with buttons that apply its fixes. */
export function AdviceCard({ advice }: { readonly advice: Advice }) {
  const app = useApp();
  const { weight, problem } = advice;
  return (
    <div className={css['advice']} data-weight={weight} role={weight === 'problem' ? 'alert' : 'note'}>
      <b>{WEIGHTS[weight]}</b> {sentenceOf(problem)}
      {problem.fixes.map((one) => (
        <div key={fixLabel(one)}>
          <Button onClick={() => fix(app, one)}>{fixLabel(one)}</Button>
        </div>
      ))}
    </div>
  );
}
