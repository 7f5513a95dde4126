import { filterBy, useBrowse } from '../state/browse.js';
import { NO_FILTERS } from '../state/filters.js';
import { announce } from '../state/ui.js';

const NAME = 'One of each class';
/** Large enough for the names below the images. */
const SIZE = 128;

/** Index within each class of the next image to show. */
let next = 0;

/** Shows one example per class, in label order; each call shows the next one. */
export function showOneOfEach(): void {
  const { data, filters } = useBrowse.getState();
  if (!data) return;
  if (filters.only?.name !== NAME) next = 0;
  const from = filters.split === 'test' ? data.trainCount : 0;
  const to = filters.split === 'train' ? data.trainCount : data.labels.length;
  const rows = data.classNames.flatMap((_, label) => {
    const own: number[] = [];
    for (let row = from; row < to && own.length <= next; row++) if (data.labels[row] === label) own.push(row);
    return own.slice(-1);
  });
  next++;
  useBrowse.setState({ size: SIZE });
  filterBy({ ...NO_FILTERS, split: filters.split, only: { name: NAME, rows } });
  announce(`${rows.length} images, one of each class`);
}
