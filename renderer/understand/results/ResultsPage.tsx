import { useMemo, useState } from 'react';
import { classifierFigures } from '../../../engine/evaluate/classification.js';
import { judgeSamples } from '../../../engine/evaluate/samples.js';
import type { JobResult } from '../../../engine/jobs/index.js';
import type { NamedImages } from '../../actions/data.js';
import type { TrainedRun } from '../../state/understand.js';
import { count, percent } from '../../ui/format.js';
import { Segments } from '../../ui/Segments.js';
import { Answer, epochText } from '../Answer.js';
import { CalibrationCurve } from './CalibrationCurve.js';
import { ClassTable } from './ClassTable.js';
import { ConfusionTable } from './ConfusionTable.js';
import { LabelErrors } from './LabelErrors.js';
import { LossHistogram } from './LossHistogram.js';
import { Mistakes } from './Mistakes.js';
import { PageActions } from '../PageActions.js';
import css from '../understand.module.css';
import { useRunJob } from '../useRunJob.js';
import { SampleSet, useSampleView } from './SampleSet.js';

const SPLITS = [
  { value: 'validation', label: 'Validation' },
  { value: 'train', label: 'Training' },
  { value: 'both', label: 'Both' },
] as const;
type Split = (typeof SPLITS)[number]['value'];

/** A classifier's figures on a split, and the samples that it gets wrong. */
export function ResultsPage({ trained }: { readonly trained: TrainedRun }) {
  const [split, setSplit] = useState<Split>('validation');
  const asked = useRunJob('classify', trained, { split });
  return (
    <>
      <PageActions>
        <Segments label="Samples" value={split} options={SPLITS} onChange={setSplit} />
      </PageActions>
      <Answer asked={asked} working="Running the model on every sample">
        {(answers) => <Results trained={trained} split={split} answers={answers} />}
      </Answer>
    </>
  );
}

/** The tables of more classes than this take the whole width. */
const FEW = 4;

interface ResultsProps {
  readonly trained: TrainedRun;
  readonly split: Split;
  readonly answers: JobResult<'classify'>;
}

function Results({ trained, split, answers }: ResultsProps) {
  const view = useSampleView(trained);
  const [set, setSet] = useState<NamedImages | null>(null);
  const { samples, figures } = useMemo(() => {
    const judged = judgeSamples(answers);
    const [truth, predicted] = [judged.map((one) => one.truth), judged.map((one) => one.predicted)];
    const confidences = judged.map(({ confidence }) => confidence);
    return { samples: judged, figures: classifierFigures(answers.classes, truth, predicted, confidences) };
  }, [answers]);
  // Images open in Data; rows of a table are listed here.
  const open =
    view && (view.noun === 'images' ? (images: NamedImages) => view.open(answers, images) : setSet);
  return (
    <div className={css['results']}>
      <header className={css['summary']}>
        <p>
          <b>{percent(figures.accuracy)}</b> of {count(samples.length)} {setText(split, answers)} are right
          <small>95 % interval {figures.interval.map(percent).join(' to ')}</small>
        </p>
        <p role="status">
          {epochText(answers)}
          {trained.active && ', still training: refreshed after each epoch'}
        </p>
      </header>
      <div className={answers.classes.length > FEW ? css['all'] : undefined}>
        <ConfusionTable figures={figures} samples={samples} noun={view?.noun} open={open} />
        {view && set && (
          <SampleSet
            key={set.name}
            name={set.name}
            sort={set.sort}
            help="The rows of the selected number."
            samples={samples.filter(({ row }) => set.rows.includes(row))}
            view={view}
            answers={answers}
          />
        )}
        <ClassTable figures={figures} />
      </div>
      {figures.calibration && <CalibrationCurve calibration={figures.calibration} />}
      <LossHistogram samples={samples} />
      {view && <Mistakes {...{ samples, view, answers }} />}
      {view && <LabelErrors {...{ trained, answers, view }} />}
    </div>
  );
}

/** The samples of a split in words. */
function setText(split: Split, { validating }: JobResult<'classify'>): string {
  if (split === 'both') return 'training and validation samples';
  return split === 'train' || validating === 0 ? 'training samples' : 'validation samples';
}
