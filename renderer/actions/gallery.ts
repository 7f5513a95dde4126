import { filterBy } from '../state/browse.js';
import { NO_FILTERS } from '../state/filters.js';
import { announce } from '../state/ui.js';
import type { App } from '../app.js';

const NAME = 'One of each class';
/** Large enough for the names below the images. */
const SIZE = 128;

/** Shows one example per class, in label order; each call shows the next one. */
export function showOneOfEach(app: App): void {
  const { data, filters, nextExample } = app.browse.getState();
  if (!data) return;
  const next = filters.only?.name === NAME ? nextExample : 0;
  const from = filters.split === 'test' ? data.trainCount : 0;
  const to = filters.split === 'train' ? data.trainCount : data.labels.length;
  const rows = data.classNames.flatMap((_, label) => {
    const own: number[] = [];
    for (let row = from; row < to && own.length <= next; row++) if (data.labels[row] === label) own.push(row);
    return own.slice(-1);
  });
  app.browse.setState({ size: SIZE, nextExample: next + 1 });
  filterBy(app, { ...NO_FILTERS, split: filters.split, only: { name: NAME, rows } });
  announce(app, `${rows.length} images, one of each class`);
}
