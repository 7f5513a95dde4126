import { filterBy, useBrowse } from '../state/browse.js';
import { NEEDS_MODEL, SORTS, type Sort, type SplitFilter } from '../state/filters.js';
import type { Loaded } from './messages.js';
import { askModel } from '../actions/data.js';
import { isActive, shownRun, useTraining } from '../state/training.js';
import { Button } from '../ui/Button.js';
import { Choice } from '../ui/Choice.js';
import { count } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import { TextField } from '../ui/TextField.js';
import css from './data.module.css';
import { Picture } from './Picture.js';
import { usePixels } from './usePixels.js';

const SPLITS: readonly (readonly [SplitFilter, string])[] = [
  ['train', 'Training'],
  ['test', 'Test'],
  ['both', 'Both'],
];
const SORT_NAMES: Readonly<Record<Sort, string>> = {
  index: 'Index',
  class: 'Class',
  darkest: 'Darkest first',
  brightest: 'Brightest first',
  unsure: 'Least sure first',
  worst: 'Highest loss first',
};

/** What narrows the images down: split, what the model says, classes with their counts, index or name. */
export function FilterPanel({ data }: { readonly data: Loaded }) {
  const filters = useBrowse((state) => state.filters);
  const asked = useBrowse((state) => state.predictions !== null);
  const toggle = (label: number) =>
    filterBy({
      classes: filters.classes.includes(label)
        ? filters.classes.filter((one) => one !== label)
        : [...filters.classes, label],
    });
  return (
    <aside className={css['filters']} aria-label="Filters">
      {data.trainCount < data.labels.length && (
        <div className={css['segments']} role="group" aria-label="Split">
          {SPLITS.map(([split, title]) => (
            <button
              key={split}
              type="button"
              aria-pressed={filters.split === split}
              onClick={() => filterBy({ split })}
            >
              {title}
            </button>
          ))}
        </div>
      )}
      <ModelFilter />
      <TextField
        label="Index or class"
        help="99, or 100-200, or bird"
        value={filters.text}
        accept={(text) => {
          filterBy({ text });
          return null;
        }}
      />
      <Choice
        label="Order"
        value={filters.sort}
        options={SORTS.filter((sort) => asked || !NEEDS_MODEL.has(sort)).map((value) => ({
          value,
          label: SORT_NAMES[value],
        }))}
        onChange={(sort) => filterBy({ sort })}
      />
      <h2 className={uiCss['section']}>Classes</h2>
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

const OUTCOMES = [
  { value: 'all', label: 'All' },
  { value: 'wrong', label: 'Wrong' },
  { value: 'right', label: 'Right' },
] as const;

/** By what the last model says, once it has been asked. */
function ModelFilter() {
  const runId = useTraining((state) => {
    const shown = shownRun(state);
    return shown && shown.epochs.length > 0 && !isActive(shown.live) ? shown.runId : null;
  });
  const predictions = useBrowse((state) => state.predictions);
  const asking = useBrowse((state) => state.asking !== null);
  const outcome = useBrowse((state) => state.filters.outcome);
  if (runId === null) return null;
  if (predictions?.runId !== runId) {
    return (
      <p style={{ marginTop: 12 }}>
        <Button disabled={asking} onClick={() => void askModel(runId)}>
          {asking ? 'Asking the model…' : 'Show the model’s mistakes'}
        </Button>
      </p>
    );
  }
  return (
    <Choice
      label="Right or wrong"
      value={outcome}
      options={OUTCOMES}
      onChange={(value) => filterBy({ outcome: value })}
    />
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
  const [from, to] = [split === 'test' ? trainCount : 0, split === 'train' ? trainCount : labels.length];
  for (let row = from; row < to; row++) if (labels[row] === label) found++;
  return found;
}
