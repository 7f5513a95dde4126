import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { type InputColumn, type PreparedTable, prepareTable } from '../../../engine/data/preparedTable.js';
import { tableOf } from '../../../engine/data/table.js';
import type { JudgedSample } from '../../../engine/evaluate/samples.js';
import type { JobResult } from '../../../engine/jobs/index.js';
import { isImages } from '../../../engine/project/samples.js';
import { type NamedImages, showImages } from '../../actions/data.js';
import { usePixels } from '../../data/useAnswer.js';
import { loadData } from '../../state/browse.js';
import type { TrainedRun } from '../../state/understand.js';
import { Button } from '../../ui/Button.js';
import { ColumnHeads } from '../../ui/ColumnHeads.js';
import { count, measured, percent } from '../../ui/format.js';
import { Picture } from '../../ui/Pixels.js';
import uiCss from '../../ui/ui.module.css';
import { useApp, useBrowse, useDocument } from '../../useApp.js';
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

/** A run's table as it is trained on; null for images. */
export function useTable({ project: { data } }: TrainedRun): PreparedTable | null {
  return useMemo(() => {
    const table = isImages(data) ? undefined : tableOf(data.source);
    return table && !isImages(data) ? prepareTable(table, data) : null;
  }, [data]);
}

/** Input columns shown. */
const MOST_COLUMNS = 6;

interface SampleRowsProps<S> {
  readonly label: string;
  readonly table: PreparedTable;
  /** Rows of the prepared table. */
  readonly samples: readonly S[];
  /** The columns after the inputs. */
  readonly figures: readonly { readonly title: string; readonly of: (sample: S) => ReactNode }[];
  /** Rows shown at first, and added by the button. */
  readonly page: number;
}

/** Rows of a run's table with what is said of them. */
export function SampleRows<S extends { readonly row: number }>({
  label,
  table,
  samples,
  figures,
  page,
}: SampleRowsProps<S>) {
  const [shown, setShown] = useState(page);
  const columns = table.columns.slice(0, MOST_COLUMNS);
  const titles = ['Row', ...columns.map(({ name }) => name), ...figures.map(({ title }) => title)];
  return (
    <>
      <div className={css['scroll']} tabIndex={0} role="region" aria-label={label}>
        <table className={`${uiCss['table'] ?? ''} ${css['sampleRows'] ?? ''}`}>
          <ColumnHeads titles={titles} />
          <tbody>
            {samples.slice(0, shown).map((sample) => (
              <tr key={sample.row}>
                <th scope="row">{count(table.rows[sample.row]! + 1)}</th>
                {columns.map((column) => (
                  <td key={column.name}>{cellText(column, sample.row)}</td>
                ))}
                {figures.map(({ title, of }) => (
                  <td key={title}>{of(sample)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown < samples.length && (
        <Button onClick={() => setShown(shown + page)}>
          {`${count(Math.min(page, samples.length - shown))} more of ${count(samples.length)}`}
        </Button>
      )}
    </>
  );
}

function cellText({ cells, texts }: InputColumn, row: number): string {
  const cell = cells[row];
  if (cell == null) return '';
  return texts ? texts[cell]! : measured(cell);
}
