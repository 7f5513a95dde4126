import { useEffect } from 'react';
import type { PreparedTable } from '../../../engine/data/preparedTable.js';
import type { JudgedSample } from '../../../engine/evaluate/samples.js';
import type { JobResult } from '../../../engine/jobs/index.js';
import { isImages } from '../../../engine/project/samples.js';
import { type NamedImages, showImages } from '../../actions/data.js';
import { Picture } from '../../data/Picture.js';
import { usePixels } from '../../data/useAnswer.js';
import { loadData } from '../../state/browse.js';
import type { TrainedRun } from '../../state/understand.js';
import { Button } from '../../ui/Button.js';
import { count, percent } from '../../ui/format.js';
import uiCss from '../../ui/ui.module.css';
import { useApp, useBrowse, useDocument } from '../../useApp.js';
import { SampleRows, useTable } from '../SampleRows.js';
import css from '../understand.module.css';

/** A way to show samples of a run: the rows of its table, or images, which can be opened in Data. */
export type SampleView =
  | { readonly noun: 'rows'; readonly table: PreparedTable }
  | {
      readonly noun: 'images';
      readonly open: (predictions: JobResult<'classify'>, images: NamedImages) => void;
    };

/** Loads the samples that a run was trained on; null for images where the open project has others by now. */
export function useSampleView(trained: TrainedRun): SampleView | null {
  const app = useApp();
  const { runId } = trained;
  const { data } = trained.project;
  const table = useTable(trained);
  const open = useDocument(({ project }) => project?.data);
  const source = open && isImages(open) ? open.source : null;
  const same = source !== null && JSON.stringify(source) === JSON.stringify(data.source);
  useEffect(() => {
    if (same) void loadData(app, source);
  }, [same, source]);
  if (table) return { noun: 'rows', table };
  if (!same) return null;
  return {
    noun: 'images',
    open: (predictions, images) => void showImages(app, runId, predictions, images),
  };
}

interface SampleSetProps extends Pick<NamedImages, 'name' | 'sort'> {
  /** The heading, where it is not the name. */
  readonly title?: string;
  readonly help: string;
  readonly samples: readonly JudgedSample[];
  readonly view: SampleView;
  readonly answers: JobResult<'classify'>;
}

/** A set of samples, the first ones with their class and the prediction. */
export function SampleSet({ name, sort, title = name, help, samples, view, answers }: SampleSetProps) {
  const { classes } = answers;
  const open = (some: readonly JudgedSample[]) =>
    view.noun === 'images' && view.open(answers, { name, rows: some.map(({ row }) => row), sort });
  return (
    <section aria-label={title}>
      <div className={css['galleryHead']}>
        <h3>{title}</h3>
        {view.noun === 'images' && samples.length > 0 && (
          <Button look="quiet" onClick={() => open(samples)}>
            Show {count(samples.length)} in Data
          </Button>
        )}
      </div>
      <p className={uiCss['help']}>{samples.length > 0 ? help : 'None.'}</p>
      {view.noun === 'images' ? (
        <Pictures samples={samples} classes={classes} open={(sample) => open([sample])} />
      ) : (
        samples.length > 0 && (
          <SampleRows
            label={`Rows: ${title}`}
            table={view.table}
            samples={samples}
            page={SHOWN}
            figures={[
              { title: 'Class', of: ({ truth }) => classes[truth] },
              { title: 'Predicted', of: (sample) => <Verdict sample={sample} classes={classes} /> },
              { title: 'Confidence', of: ({ confidence }) => percent(confidence) },
            ]}
          />
        )
      )}
    </section>
  );
}

/** Samples of a set at first. */
const SHOWN = 8;

interface PicturesProps {
  readonly samples: readonly JudgedSample[];
  readonly classes: readonly string[];
  readonly open: (sample: JudgedSample) => void;
}

function Pictures({ samples, classes, open }: PicturesProps) {
  const ready = useBrowse((state) => state.state === 'ready');
  return (
    <ul className={css['gallery']}>
      {samples.slice(0, SHOWN).map((sample) => (
        <li key={sample.row}>
          <Item sample={sample} classes={classes} ready={ready} open={() => open(sample)} />
        </li>
      ))}
    </ul>
  );
}

interface ItemProps {
  readonly sample: JudgedSample;
  readonly classes: readonly string[];
  /** True once the images are loaded. */
  readonly ready: boolean;
  readonly open: () => void;
}

function Item({ sample, classes, ready, open }: ItemProps) {
  const image = usePixels(ready ? sample.row : null);
  return (
    <button type="button" title="Show in Data" onClick={open}>
      <Picture image={image} label="" side={64} aria-hidden="true" />
      <b>{classes[sample.truth]}</b>
      <Verdict sample={sample} classes={classes} />
      <span>{percent(sample.confidence)}</span>
    </button>
  );
}

type VerdictProps = Pick<ItemProps, 'sample' | 'classes'>;

function Verdict({ sample: { truth, predicted }, classes }: VerdictProps) {
  return (
    <span data-wrong={truth !== predicted}>
      {truth === predicted ? '✓' : '✗'} {classes[predicted]}
    </span>
  );
}
