import { X } from 'lucide-react';
import { copyImages } from '../actions/copyImages.js';
import { clearFilters, filterBy, useBrowse } from '../state/browse.js';
import { FILTER_KINDS } from '../state/filterKinds.js';
import { chooseCurrent } from '../state/selection.js';
import { Button } from '../ui/Button.js';
import { count } from '../ui/format.js';
import css from './data.module.css';
import type { Loaded } from '../images/messages.js';

/** How many images pass, what narrows them down, each to be taken away, and what is chosen among them. */
export function Result({ data }: { readonly data: Loaded }) {
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
          onClick={() => filterBy(without)}
          aria-label={`Remove filter ${name}`}
        >
          {name} <X size={12} aria-hidden="true" />
        </button>
      ))}
      {chips.length > 1 && (
        <Button look="quiet" onClick={clearFilters}>
          Clear
        </Button>
      )}
    </>
  );
}

/** What can be done with several chosen images. */
export function Chosen() {
  const selected = useBrowse((state) => state.selected);
  if (selected.size < 2) return null;
  const rows = [...selected];
  const show = () => {
    // Of all that the filters let through, only these: the filters have done their work.
    filterBy({ only: { name: 'Chosen', rows } });
    useBrowse.setState({ tab: 'image' });
  };
  return (
    <div className={css['chosen']} role="group" aria-label="Chosen images">
      <b>{count(selected.size)} chosen</b>
      <Button onClick={() => void copyImages(rows)}>Copy</Button>
      <Button onClick={() => useBrowse.setState({ tab: 'image' })}>Compare</Button>
      <Button onClick={() => useBrowse.setState({ tab: 'statistics' })}>Statistics</Button>
      <Button onClick={show}>Show only these</Button>
      <Button look="quiet" label="Choose no longer (Escape)" onClick={chooseCurrent}>
        <X size={16} />
      </Button>
    </div>
  );
}
