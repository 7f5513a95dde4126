import type { Advice, PipelineRepair } from '../../engine/project/advice/define.js';
import { isImages } from '../../engine/project/samples.js';
import type { DataSpec } from '../../engine/project/schema.js';
import { setNormalizeFromTraining, setStandardizeFromTable } from '../actions/data.js';
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
          <Button onClick={() => mend(repair, data)}>{repairText(repair)}</Button>
        </div>
      )}
    </div>
  );
}

function mend(repair: PipelineRepair, data: DataSpec): void {
  if (repair.kind === 'compute') compute(data);
  else edit(pipelineRepair(repair));
  announce(`Done: ${repairText(repair)}`);
}

/** Computes what the data is centred with. */
export function compute(data: DataSpec): void {
  if (isImages(data)) void setNormalizeFromTraining(data);
  else setStandardizeFromTable(data);
}

/** What is computed from what. */
export const COMPUTE_TEXT = {
  Normalize: 'Compute from the training images',
  Standardize: 'Compute from the table',
} as const;

function repairText(repair: PipelineRepair): string {
  return WORDS[repair.kind](repair as never);
}

const WORDS: {
  readonly [K in PipelineRepair['kind']]: (repair: Extract<PipelineRepair, { kind: K }>) => string;
} = {
  add: ({ type }) => `Add ${type}`,
  remove: () => 'Remove it',
  move: ({ index, to }) => (to < index ? 'Move ToTensor to the front' : 'Move it to the end'),
  set: ({ name, value }) => `Set ${name} to ${String(value)}`,
  compute: ({ type }) => COMPUTE_TEXT[type],
};
