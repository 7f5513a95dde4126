import { X } from 'lucide-react';
import { copyImages } from '../actions/copyImages.js';
import type { Loaded } from '../images/messages.js';
import { chooseCurrent, clearFilters, filterBy } from '../state/browse.js';
import { FILTER_KINDS } from '../state/filters.js';
import { Button } from '../ui/Button.js';
import { count } from '../ui/format.js';
import { useApp, useBrowse } from '../useApp.js';
import css from './data.module.css';

/** The number of images that pass the filters, and removable chips of the active filters. */
export function Result({ data }: { readonly data: Loaded }) {
  const app = useApp();
  const rows = useBrowse((state) => state.rows);
  const filters = useBrowse((state) => state.filters);
  const chips = FILTER_KINDS.flatMap((kind) => kind.chips(filters, data.classNames));
  return (
    <>
      <span role="status">
        <b>{count(rows.length)}</b> {rows.length === 1 ? 'image' : 'images'}
      </span>
      {chips.map(({ name, without }) => (
        <button
          key={name}
          type="button"
          className={css['chip']}
          onClick={() => filterBy(app, without)}
          aria-label={`Remove filter ${name}`}
        >
          {name} <X size={12} aria-hidden="true" />
        </button>
      ))}
      {chips.length > 1 && (
        <Button look="quiet" onClick={() => clearFilters(app)}>
          Clear
        </Button>
      )}
    </>
  );
}

/** A bar of actions on several selected images; renders nothing for fewer than two. */
export function SelectionBar() {
  const app = useApp();
  const selected = useBrowse((state) => state.selected);
  if (selected.size < 2) return null;
  const rows = [...selected];
  const show = () => {
    // The filters stay active and are combined with this restriction.
    filterBy(app, { only: { name: 'Selected', rows } });
    app.browse.setState({ tab: 'image' });
  };
  return (
    <div className={css['chosen']} role="group" aria-label="Selected images">
      <b>{count(selected.size)} selected</b>
      <Button onClick={() => void copyImages(app, rows)}>Copy</Button>
      <Button onClick={() => app.browse.setState({ tab: 'image' })}>Compare</Button>
      <Button onClick={() => app.browse.setState({ tab: 'statistics' })}>Statistics</Button>
      <Button onClick={show}>Show only these</Button>
      <Button look="quiet" label="Clear selection (Escape)" onClick={() => chooseCurrent(app)}>
        <X size={16} />
      </Button>
    </div>
  );
}
