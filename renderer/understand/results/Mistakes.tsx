import type { JudgedSample } from '../../../engine/evaluate/samples.js';
import type { Sort } from '../../state/filters.js';
import uiCss from '../../ui/ui.module.css';
import css from '../understand.module.css';
import { SampleSet } from './SampleSet.js';

type MistakesProps = Pick<Parameters<typeof SampleSet>[0], 'samples' | 'view' | 'answers'>;

/** Sets of samples that show where a model fails. */
const SETS: readonly {
  readonly name: string;
  readonly help: string;
  readonly wrongOnly: boolean;
  /** Number of classes from which on it differs from the sets before it. */
  readonly from: number;
  readonly sort: Sort;
  /** Ascending. */
  readonly key: (sample: JudgedSample) => number;
}[] = [
  {
    name: 'Most confident mistakes',
    help: 'Wrong, and sure of it. The class, then the prediction and its confidence.',
    wrongOnly: true,
    from: 2,
    sort: 'sure',
    key: ({ confidence }) => -confidence,
  },
  {
    name: 'Least certain',
    help: 'Right or wrong, with the smallest confidence.',
    wrongOnly: false,
    from: 2,
    sort: 'unsure',
    key: ({ confidence }) => confidence,
  },
  {
    name: 'Highest loss',
    help: 'The true class gets the smallest probability.',
    wrongOnly: false,
    from: 3,
    sort: 'worst',
    key: ({ loss }) => -loss,
  },
];

/** Samples of a set that has no natural end. */
const MOST = 200;

/** Galleries of the samples that a model gets most wrong. */
export function Mistakes({ samples, view, answers }: MistakesProps) {
  return (
    <section className={css['all']} aria-label="Mistakes">
      <h2 className={uiCss['section']}>Mistakes</h2>
      <div className={css['galleries']} data-of={view.noun}>
        {SETS.filter(({ from }) => answers.classes.length >= from).map(
          ({ name, help, wrongOnly, sort, key }) => {
            const set = samples.filter(({ truth, predicted }) => !wrongOnly || truth !== predicted);
            const sorted = [...set].sort((a, b) => key(a) - key(b)).slice(0, wrongOnly ? undefined : MOST);
            return <SampleSet key={name} samples={sorted} {...{ name, help, sort, view, answers }} />;
          },
        )}
      </div>
    </section>
  );
}
