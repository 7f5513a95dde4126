import type { Advice, PipelineRepair } from '../../engine/project/advice/define.js';
import { isImages } from '../../engine/project/samples.js';
import type { DataSpec } from '../../engine/project/schema.js';
import { computeStep } from '../actions/data.js';
import { edit } from '../state/document.js';
import { pipelineRepair } from '../state/pipelineEdits.js';
import { announce } from '../state/ui.js';
import { Button } from '../ui/Button.js';
import css from './transforms.module.css';

const WEIGHTS: Readonly<Record<Advice['weight'], string>> = {
  problem: 'Problem',
  warning: 'Careful',
  note: 'Note',
};

/** Something to say about a step or the whole list, with the button that mends it. */
export function AdviceCard({ advice, data }: { readonly advice: Advice; readonly data: DataSpec }) {
  const { weight, message, repair } = advice;
  return (
    <div className={css['advice']} data-weight={weight} role={weight === 'problem' ? 'alert' : 'note'}>
      <b>{WEIGHTS[weight]}</b> {message}
      {repair && (
        <div>
          <Button onClick={() => mend(repair, data)}>{repairText(repair, data)}</Button>
        </div>
      )}
    </div>
  );
}

function mend(repair: PipelineRepair, data: DataSpec): void {
  if (repair.kind === 'compute') void computeStep(repair.type);
  else edit(pipelineRepair(repair));
  announce(`Done: ${repairText(repair, data)}`);
}

/** The button that computes a step's settings. */
export function computeText(data: DataSpec): string {
  return isImages(data) ? 'Compute from the training images' : 'Compute from the table';
}

function repairText(repair: PipelineRepair, data: DataSpec): string {
  return WORDS[repair.kind](repair as never, data);
}

const WORDS: {
  readonly [K in PipelineRepair['kind']]: (
    repair: Extract<PipelineRepair, { kind: K }>,
    data: DataSpec,
  ) => string;
} = {
  add: ({ type }) => `Add ${type}`,
  remove: () => 'Remove it',
  move: ({ index, to }) => (to < index ? 'Move ToTensor to the front' : 'Move it to the end'),
  set: ({ name, value }) => `Set ${name} to ${String(value)}`,
  compute: (_, data) => computeText(data),
};
