import { useMemo, useState } from 'react';
import {
  type Calibration,
  type ClassFigures,
  classifierFigures,
  type ClassifierFigures,
} from '../../../engine/evaluate/classification.js';
import { histogram } from '../../../engine/evaluate/distribution.js';
import { type JudgedSample, judgeSamples } from '../../../engine/evaluate/samples.js';
import type { JobResult } from '../../../engine/jobs/index.js';
import type { NamedImages } from '../../actions/data.js';
import type { Sort } from '../../state/filters.js';
import type { TrainedRun } from '../../state/understand.js';
import { ColumnHeads } from '../../ui/ColumnHeads.js';
import { count, loss, percent } from '../../ui/format.js';
import { Segments } from '../../ui/controls.js';
import uiCss from '../../ui/ui.module.css';
import { Answer, epochText, PageActions, useRunJob } from '../Answer.js';
import { type Interval, Plot } from '../Plot.js';
import css from '../understand.module.css';
import { ConfusionTable } from './ConfusionTable.js';
import { LabelErrors } from './LabelErrors.js';
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

/** Precision, recall and F1 of each class, and their means. */
function ClassTable({ figures: { perClass, macro, weighted } }: { readonly figures: ClassifierFigures }) {
  return (
    <section aria-label="Per class">
      <h2 className={uiCss['section']}>Per class</h2>
      <p className={uiCss['help']}>
        Precision: how often a prediction of the class is right. Recall: how many of the class are found. F1:
        their harmonic mean.
      </p>
      <div className={css['scroll']} tabIndex={0} role="region" aria-label="Figures of each class">
        <table className={uiCss['table']}>
          <ColumnHeads titles={['Class', 'Precision', 'Recall', 'F1', 'Samples']} />
          <tbody>
            {perClass.map(({ class: name, ...figures }) => (
              <Row key={name} name={name} figures={figures} />
            ))}
            <Row name="Mean of the classes" figures={macro} />
            <Row name="Weighted by samples" figures={weighted} />
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Row({ name, figures }: { readonly name: string; readonly figures: ClassFigures }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{percent(figures.precision)}</td>
      <td>{percent(figures.recall)}</td>
      <td>{percent(figures.f1)}</td>
      <td>{count(figures.support)}</td>
    </tr>
  );
}

const PERCENT: Interval = [0, 100];

/** Accuracy against confidence in ten bins, with the expected calibration error. */
function CalibrationCurve({ calibration: { bins, error } }: { readonly calibration: Calibration }) {
  const filled = bins.flatMap(({ confidence, accuracy, ...bin }) =>
    confidence === null || accuracy === null ? [] : [{ ...bin, confidence, accuracy }],
  );
  return (
    <section aria-label="Calibration">
      <h2 className={uiCss['section']}>Calibration</h2>
      <p className={uiCss['help']}>
        Of the predictions made with 80 % confidence, 80 % should be right: on the dashed line. Below it, the
        model is too sure of itself.
      </p>
      <div className={css['square']}>
        <Plot
          label={`Share of right predictions by confidence: ${filled
            .map((bin) => `${percent(bin.confidence)}: ${percent(bin.accuracy)}`)
            .join(', ')}`}
          x={PERCENT}
          y={PERCENT}
          xTitle="Confidence, %"
          yTitle="Right, %"
          lines={[
            { name: 'ideal', xs: PERCENT, ys: PERCENT, color: 'var(--text-3)', dash: [4, 4] },
            {
              name: 'curve',
              xs: filled.map(({ confidence }) => 100 * confidence),
              ys: filled.map(({ accuracy }) => 100 * accuracy),
              color: 'var(--accent)',
            },
          ]}
        >
          {(scale) =>
            filled.map(({ from, count: samples, confidence, accuracy }) => (
              <circle
                key={from}
                className={css['point']}
                cx={scale.x(100 * confidence)}
                cy={scale.y(100 * accuracy)}
                r={5}
              >
                <title>
                  {count(samples)} samples: confidence {percent(confidence)}, right {percent(accuracy)}
                </title>
              </circle>
            ))
          }
        </Plot>
      </div>
      <p>
        Expected calibration error <b>{percent(error)}</b>
      </p>
    </section>
  );
}

const BINS = 24;

/** The distribution of the samples' losses. */
function LossHistogram({ samples }: { readonly samples: readonly JudgedSample[] }) {
  const losses = samples.map((sample) => sample.loss);
  const bins = histogram(losses, BINS);
  // The axis of fewer would have parts of samples.
  const most = Math.max(...bins.map((bin) => bin.count), 5);
  const mean = losses.reduce((sum, value) => sum + value, 0) / losses.length;
  const largest = bins.at(-1)!.to;
  return (
    <section aria-label="Loss">
      <h2 className={uiCss['section']}>Loss</h2>
      <p className={uiCss['help']}>
        Cross-entropy of each sample: −ln of the probability that its true class gets. A few large losses are
        worth a look: hard images, or wrong labels.
      </p>
      <div className={css['square']}>
        <Plot
          label={`Histogram of losses from 0 to ${loss(largest)}; the mean is ${loss(mean)}`}
          x={[0, largest]}
          y={[0, most]}
          xTitle="Loss"
          yTitle="Samples"
          lines={[]}
        >
          {({ x, y, width }) =>
            bins.map((bin) => {
              // A bin with few samples still shows.
              const height = bin.count === 0 ? 0 : Math.max(1, y(0) - y(bin.count));
              return (
                <rect
                  key={bin.from}
                  className={css['bar']}
                  x={x(bin.from) + 0.5}
                  y={y(0) - height}
                  width={Math.max(1, width / BINS - 1)}
                  height={height}
                >
                  <title>
                    {count(bin.count)} samples from {loss(bin.from)} to {loss(bin.to)}
                  </title>
                </rect>
              );
            })
          }
        </Plot>
      </div>
      <p>
        Mean <b>{loss(mean)}</b>
      </p>
    </section>
  );
}

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
function Mistakes({ samples, view, answers }: MistakesProps) {
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
