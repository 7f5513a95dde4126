import { useMemo } from 'react';
import {
  type Change,
  compareSamples,
  type JudgedSample,
  judgeSamples,
} from '../../../engine/evaluate/samples.js';
import type { JobResult } from '../../../engine/jobs/index.js';
import { runCommand } from '../../actions/commands.js';
import { show } from '../../state/ui.js';
import type { TrainedRun } from '../../state/understand.js';
import { differences } from '../../train/Comparison.js';
import { Button } from '../../ui/Button.js';
import { ColumnHeads } from '../../ui/ColumnHeads.js';
import { EmptyState } from '../../ui/EmptyState.js';
import { count, percent } from '../../ui/format.js';
import uiCss from '../../ui/ui.module.css';
import { useApp } from '../../useApp.js';
import { Answer, epochText, PageActions, useRunJob } from '../Answer.js';
import { RunSelect, useOtherRun } from '../RunChoice.js';
import css from '../understand.module.css';
import { SampleSet, useSampleView } from './SampleSet.js';

/** The chosen run beside another: which samples it fixes and breaks, and what differs between the two. */
export function ComparePage({ trained }: { readonly trained: TrainedRun }) {
  const app = useApp();
  const other = useOtherRun(trained);
  if (!other) {
    return (
      <EmptyState
        title="There is only one run so far"
        text="Change a layer or a setting and train again: this page then shows which samples the change fixes and which it breaks."
      >
        <Button look="primary" onClick={() => show(app, 'build')}>
          Change the model
        </Button>
        <Button onClick={() => runCommand(app, 'train.start')}>Train again</Button>
      </EmptyState>
    );
  }
  return (
    <>
      <PageActions>
        with
        <RunSelect label="Compare with" value={other.runId} runIds={other.runIds} onChange={other.choose} />
      </PageActions>
      {other.trained ? (
        <Compared key={other.runId} before={other.trained} after={trained} />
      ) : (
        <EmptyState title="The other run has no weights yet" text="It appears here after its first epoch." />
      )}
    </>
  );
}

interface ComparedProps {
  readonly before: TrainedRun;
  readonly after: TrainedRun;
}

function Compared({ before, after }: ComparedProps) {
  const [first, second] = [
    useRunJob('classify', before, VALIDATION),
    useRunJob('classify', after, VALIDATION),
  ];
  const working = 'Running both models on every sample';
  return (
    <Answer asked={first} working={working}>
      {(earlier) => (
        <Answer asked={second} working={working}>
          {(later) => (
            <div className={css['results']}>
              <Samples trained={after} before={earlier} after={later} />
              <Settings before={before} after={after} />
            </div>
          )}
        </Answer>
      )}
    </Answer>
  );
}

const VALIDATION = { split: 'validation' } as const;

/** The sets of samples that are worth a look. */
const SETS: readonly { readonly change: Change; readonly name: string; readonly help: string }[] = [
  { change: 'fixed', name: 'Fixed', help: 'Wrong before, right in the chosen run.' },
  { change: 'broken', name: 'Broken', help: 'Right before, wrong in the chosen run.' },
  { change: 'bothWrong', name: 'Both wrong', help: 'Hard for both, or labeled wrong.' },
];

interface SamplesProps {
  readonly trained: TrainedRun;
  readonly before: JobResult<'classify'>;
  readonly after: JobResult<'classify'>;
}

function Samples({ trained, before, after }: SamplesProps) {
  const view = useSampleView(trained);
  const compared = useMemo(() => compareSamples(judgeSamples(before), judgeSamples(after)), [before, after]);
  const samples = Object.values(compared).reduce((sum, { length }) => sum + length, 0);
  if (samples === 0 || String(before.classes) !== String(after.classes))
    return <p className={css['all']}>The two runs have no samples with the same classes in common.</p>;
  const right = (one: readonly JudgedSample[]) => percent((one.length + compared.bothRight.length) / samples);
  return (
    <>
      <header className={css['summary']}>
        <p>
          <b>
            {right(compared.broken)} → {right(compared.fixed)}
          </b>
          of {count(samples)} samples that both were asked about are right
        </p>
        <p role="status">
          Before: {epochText(before)} · Chosen run: {epochText(after)}
        </p>
      </header>
      <dl className={css['changes']}>
        {[...SETS, { change: 'bothRight', name: 'Both right' } as const].map(({ change, name }) => (
          <div key={change}>
            <dt>{name}</dt>
            <dd>{count(compared[change].length)}</dd>
          </div>
        ))}
      </dl>
      {view && (
        <div className={css['galleries']} data-of={view.noun}>
          {SETS.map(({ change, name, help }) => (
            <SampleSet
              key={change}
              samples={compared[change]}
              sort="worst"
              answers={after}
              {...{ name, help, view }}
            />
          ))}
        </div>
      )}
    </>
  );
}

/** The settings and layers that differ. */
function Settings({ before, after }: ComparedProps) {
  const differing = useMemo(() => differences([before.project, after.project]), [before, after]);
  return (
    <section className={css['all']} aria-label="Differences">
      <h2 className={uiCss['section']}>Differences</h2>
      {differing.length === 0 ? (
        <p>All settings and layers are the same.</p>
      ) : (
        <div className={css['scroll']} tabIndex={0} role="region" aria-label="Differing settings">
          <table className={uiCss['table']}>
            <ColumnHeads titles={['Setting', 'Before', 'Chosen run']} />
            <tbody>
              {differing.map(({ setting, values }) => (
                <tr key={setting}>
                  <th scope="row">{setting}</th>
                  {values.map((value, i) => (
                    <td key={i} className={css['setting']}>
                      {value ?? '–'}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
