import { filterBy, SORTS, useBrowse, type Sort, type SplitFilter } from '../state/browse.js';
import type { Loaded } from './messages.js';
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
};

/** What narrows the images down: split, classes with their counts and an example of each, index or name. */
export function FilterPanel({ data }: { readonly data: Loaded }) {
  const filters = useBrowse((state) => state.filters);
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
        options={SORTS.map((value) => ({ value, label: SORT_NAMES[value] }))}
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
