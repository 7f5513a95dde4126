import type { Advice } from '../../engine/project/advice/define.js';
import { fixLabel } from '../../engine/text/index.js';
import { fix } from '../actions/fix.js';
import { Button } from '../ui/Button.js';
import css from './transforms.module.css';

const WEIGHTS: Readonly<Record<Advice['weight'], string>> = {
  problem: 'Problem',
  warning: 'Careful',
  note: 'Note',
};

/** Something to say about a step or the whole list, with the button that mends it. */
export function AdviceCard({ advice }: { readonly advice: Advice }) {
  const { weight, message, repair } = advice;
  return (
    <div className={css['advice']} data-weight={weight} role={weight === 'problem' ? 'alert' : 'note'}>
      <b>{WEIGHTS[weight]}</b> {message}
      {repair && (
        <div>
          <Button onClick={() => fix(repair)}>{fixLabel(repair)}</Button>
        </div>
      )}
    </div>
  );
}
