import { isImages } from '../../engine/project/samples.js';
import { predict, showOneOfEach } from '../actions/data.js';
import type { Loaded } from '../images/messages.js';
import { filterBy } from '../state/browse.js';
import { SORT_NAMES, SORTS, type SplitFilter, splitRange } from '../state/filters.js';
import { isActive, shownRun } from '../state/training.js';
import { Button } from '../ui/Button.js';
import { Choice, type Options, RangeField, Segments, TextField } from '../ui/controls.js';
import { count } from '../ui/format.js';
import { Picture } from '../ui/Pixels.js';
import uiCss from '../ui/ui.module.css';
import { useApp, useBrowse, useDocument, useTraining } from '../useApp.js';
import css from './data.module.css';
import { usePixels } from './useAnswer.js';

const SPLITS: Options<SplitFilter> = [
  { value: 'train', label: 'Training' },
  { value: 'test', label: 'Test' },
  { value: 'both', label: 'Both' },
];

/** The image filters: split, predictions, index or name, and classes with their counts. */
export function FilterPanel({ data }: { readonly data: Loaded }) {
  const app = useApp();
  const filters = useBrowse((state) => state.filters);
  const asked = useBrowse((state) => state.predictions !== null);
  const hint = useDocument(({ project }) =>
    project && isImages(project.data) ? project.data.classes.at(-1) : undefined,
  );
  const toggle = (label: number) =>
    filterBy(app, {
      classes: filters.classes.includes(label)
        ? filters.classes.filter((one) => one !== label)
        : [...filters.classes, label],
    });
  return (
    <aside className={css['filters']} aria-label="Filters">
      {data.trainCount < data.labels.length && (
        <Segments
          label="Split"
          value={filters.split}
          options={SPLITS}
          onChange={(split) => filterBy(app, { split })}
        />
      )}
      <ModelFilter />
      <TextField
        label="Index or class"
        help={`99, or 100-200, or ${hint}`}
        value={filters.text}
        accept={(text) => {
          filterBy(app, { text });
          return null;
        }}
      />
      <Choice
        label="Order"
        value={filters.sort}
        options={SORT_NAMES.filter((sort) => asked || !SORTS[sort].needsModel).map((value) => ({
          value,
          label: SORTS[value].label,
        }))}
        onChange={(sort) => filterBy(app, { sort })}
      />
      <h2 className={uiCss['section']}>Classes</h2>
      <p style={{ margin: '4px 0 8px' }}>
        <Button onClick={() => showOneOfEach(app)}>Show one of each</Button>
      </p>
      {data.classNames.map((name, label) => (
        <ClassItem
          key={name}
          name={name}
          example={data.labels.indexOf(label)}
          count={countOf(data, label, filters.split)}
          pressed={filters.classes.includes(label)}
          onClick={() => toggle(label)}
        />
      ))}
    </aside>
  );
}

interface ClassItemProps {
  readonly name: string;
  /** Row of its first image. */
  readonly example: number;
  readonly count: number;
  readonly pressed: boolean;
  readonly onClick: () => void;
}

function ClassItem({ name, example, count: images, pressed, onClick }: ClassItemProps) {
  const pixels = usePixels(example);
  return (
    <button type="button" className={css['classItem']} aria-pressed={pressed} onClick={onClick}>
      <Picture image={pixels} label="" side={32} aria-hidden="true" />
      {name} <span>{count(images)}</span>
    </button>
  );
}

function countOf({ labels, trainCount }: Loaded, label: number, split: SplitFilter): number {
  let found = 0;
  const [from, to] = splitRange(split, { labels, trainCount });
  for (let row = from; row < to; row++) if (labels[row] === label) found++;
  return found;
}

const OUTCOMES = [
  { value: 'all', label: 'All' },
  { value: 'wrong', label: 'Wrong' },
  { value: 'right', label: 'Right' },
] as const;
/** Never the name of a class. */
const ANY = '';

/** Filters by the shown run's predictions, or a button to compute them. */
function ModelFilter() {
  const app = useApp();
  const runId = useTrainedRun();
  const predictions = useBrowse((state) => state.predictions);
  const { outcome, predicted, loss, confidence } = useBrowse((state) => state.filters);
  if (runId === null) return null;
  if (predictions?.runId !== runId) return <ShowMistakes runId={runId} />;
  const answers = [
    { value: ANY, label: 'Any' },
    ...predictions.classes.map((value) => ({ value, label: value })),
  ];
  return (
    <>
      <Choice
        label="Right or wrong"
        value={outcome}
        options={OUTCOMES}
        onChange={(value) => filterBy(app, { outcome: value })}
      />
      <Choice
        label="Predicted class"
        value={predicted ?? ANY}
        options={answers}
        onChange={(value) => filterBy(app, { predicted: value === ANY ? null : value })}
      />
      <RangeField
        label="Loss"
        range={loss}
        unit={1}
        most={null}
        onChange={(range) => filterBy(app, { loss: range })}
      />
      <RangeField
        label="Confidence, %"
        range={confidence}
        unit={100}
        most={100}
        onChange={(range) => filterBy(app, { confidence: range })}
      />
    </>
  );
}

/** A button that runs a run's model on the validation samples. */
export function ShowMistakes({ runId }: { readonly runId: string }) {
  const app = useApp();
  const predicting = useBrowse((state) => state.predicting !== null);
  return (
    <p style={{ marginTop: 12 }}>
      <Button disabled={predicting} onClick={() => void predict(app, runId)}>
        {predicting ? 'Running the model…' : 'Show the model’s mistakes'}
      </Button>
    </p>
  );
}

/** The shown run's id if it has completed an epoch and is not active, so its model can predict; null otherwise. */
export function useTrainedRun(): string | null {
  return useTraining((state) => {
    const shown = shownRun(state);
    return shown && shown.epochs.length > 0 && !isActive(shown.live) ? shown.runId : null;
  });
}
