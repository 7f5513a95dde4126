import { useMemo, useState } from 'react';
import { suspectedLabels } from '../../../engine/evaluate/samples.js';
import type { JobResult } from '../../../engine/jobs/index.js';
import { isActive, runOf } from '../../state/training.js';
import type { TrainedRun } from '../../state/understand.js';
import { Button } from '../../ui/Button.js';
import { count, duration } from '../../ui/format.js';
import { Segments } from '../../ui/controls.js';
import uiCss from '../../ui/ui.module.css';
import { useTraining } from '../../useApp.js';
import { Answer, useRunJob } from '../Answer.js';
import css from '../understand.module.css';
import { SampleSet, type SampleView } from './SampleSet.js';

interface LabelErrorsProps {
  readonly trained: TrainedRun;
  /** The run's own answers, which say how many samples there are. */
  readonly answers: JobResult<'classify'>;
  readonly view: SampleView;
}

const FOLDS = ['3', '5', '10'] as const;

/** The search for wrong labels: how it works and what it costs, then the samples that it finds. */
export function LabelErrors({ trained, answers, view }: LabelErrorsProps) {
  const [folds, setFolds] = useState<(typeof FOLDS)[number]>('5');
  const asked = useRunJob('suspectLabels', trained, { folds: Number(folds) }, 'when asked');
  return (
    <section className={css['all']} aria-label="Suspected label errors">
      <h2 className={uiCss['section']}>Suspected label errors</h2>
      <p className={css['text']}>
        The {view.noun} are divided at random into {folds} parts. The model is trained {folds} times, each
        time without one part, and predicts that part: so all {view.noun} are judged by a model that has never
        seen them. A label is suspected when another class gets a probability that is usual for {view.noun} of
        that class. This is confident learning (
        <cite>Northcutt, Jiang and Chuang, 2021, arXiv:1911.00068</cite>).
      </p>
      {asked.answer ? (
        <Answer asked={asked} working={`Training ${folds} models`}>
          {(found) => <Suspected found={found} view={view} />}
        </Answer>
      ) : (
        <div className={css['start']}>
          <Segments
            label="Parts"
            value={folds}
            options={FOLDS.map((value) => ({ value, label: `${value} parts` }))}
            onChange={setFolds}
          />
          <StartButton {...{ trained, answers, view }} folds={Number(folds)} start={asked.ask} />
        </div>
      )}
    </section>
  );
}

interface StartButtonProps extends LabelErrorsProps {
  readonly folds: number;
  readonly start: () => void;
}

/** Starts the search; says what it costs, judged by the run's own training. */
function StartButton({ trained, answers, view, folds, start }: StartButtonProps) {
  const busy = useTraining(({ live }) => isActive(live));
  const seconds = useTraining((state) =>
    runOf(state, trained.runId).epochs.reduce((sum, epoch) => sum + epoch.seconds, 0),
  );
  const { training, validating } = answers;
  const samples = training + validating;
  const each = Math.round((samples * (folds - 1)) / folds);
  return (
    <>
      <Button disabled={busy} onClick={start}>
        Search for label errors
      </Button>
      <p>
        Takes about {duration((folds * seconds * each) / training)}: {folds} trainings of{' '}
        {count(trained.epochs)} {trained.epochs === 1 ? 'epoch' : 'epochs'} on {count(each)} of{' '}
        {count(samples)} {view.noun}.{busy && ' It can start when training has ended.'}
      </p>
    </>
  );
}

interface SuspectedProps {
  readonly found: JobResult<'suspectLabels'>;
  readonly view: SampleView;
}

function Suspected({ found, view }: SuspectedProps) {
  const suspected = useMemo(() => suspectedLabels(found), [found]);
  return (
    <SampleSet
      name="Suspected labels"
      sort="worst"
      title={`${count(suspected.length)} of ${count(found.rows.length)} labels`}
      help="The label, then the class that the others suggest, with its probability; the most doubtful first. A model that is often wrong doubts right labels, too: the better it is, the shorter this list."
      samples={suspected}
      view={view}
      answers={found}
    />
  );
}
