import { X } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { chooseImages } from '../../engine/data/sampler.js';
import { isImages } from '../../engine/project/samples.js';
import { Mt19937 } from '../../engine/random/torch.js';
import { splitRows } from '../../engine/train/rows.js';
import { copyImages } from '../actions/data.js';
import type { Loaded } from '../images/messages.js';
import { chooseCurrent, clearFilters, type DataTab, filterBy, loadData } from '../state/browse.js';
import { FILTER_KINDS } from '../state/filters.js';
import { Button } from '../ui/Button.js';
import { EmptyState } from '../ui/EmptyState.js';
import { count } from '../ui/format.js';
import { Inspector, type InspectorPages } from '../ui/Inspector.js';
import uiCss from '../ui/ui.module.css';
import { useApp, useBrowse, useDocument } from '../useApp.js';
import css from './data.module.css';
import { FilterPanel } from './FilterPanel.js';
import { ImageGrid } from './ImageGrid.js';
import { ImageTab } from './ImageTab.js';
import { MissingData } from './MissingData.js';
import { StatisticsTab } from './StatisticsTab.js';
import { SubsetTab } from './SubsetTab.js';
import { TableView } from './TableView.js';
import { AugmentStrip, TransformsTab } from './TransformsTab.js';

interface PageProps {
  readonly data: Loaded;
  /** Rows that validate the model, which does not train on them. */
  readonly heldOut: ReadonlySet<number>;
}

const PAGES: InspectorPages<DataTab, PageProps> = {
  image: { title: 'Image', Page: ImageTab },
  subset: { title: 'Subset', Page: SubsetTab },
  transforms: { title: 'Transforms', Page: TransformsTab },
  statistics: { title: 'Statistics', Page: StatisticsTab },
};

/** The Data workspace: an image browser, or a table. */
export function DataWorkspace() {
  const app = useApp();
  const spec = useDocument((state) => state.project?.data);
  const table = spec && !isImages(spec) ? spec : null;
  const state = useBrowse((browse) => browse.state);
  const data = useBrowse((browse) => browse.data);
  const problem = useBrowse((browse) => browse.problem);
  const source = spec && isImages(spec) ? spec.source : null;
  useEffect(() => {
    if (source) void loadData(app, source);
  }, [source]);
  if (table) return <TableView data={table} />;
  if (state === 'missing' && source) return <MissingData source={source} problem={problem ?? ''} />;
  if (!data) return <EmptyState title="Loading images" text="This takes a second." />;
  return <Browser data={data} />;
}

function Browser({ data }: { readonly data: Loaded }) {
  const app = useApp();
  const tab = useBrowse((state) => state.tab);
  const size = useBrowse((state) => state.size);
  const rows = useBrowse((state) => state.rows);
  const heldOut = useHeldOut(data);
  const marked = useMemo(() => {
    const held = rows.filter((row) => heldOut.has(row));
    // No mark is needed if all are held out, or none is.
    return new Set(held.length < rows.length ? held : []);
  }, [rows, heldOut]);
  return (
    <div className={css['workspace']}>
      <FilterPanel data={data} />
      <div className={css['stage']}>
        <div className={css['bar']}>
          <Result data={data} />
          {marked.size > 0 && (
            <span className={css['legend']} title="They validate the model, which does not train on them">
              {count(marked.size)} held out
            </span>
          )}
          <span className={css['spring']} />
          <label className={css['size']}>
            Size
            <input
              type="range"
              min={24}
              max={128}
              step={8}
              value={size}
              onChange={(event) => app.browse.setState({ size: Number(event.target.value) })}
            />
          </label>
        </div>
        <SelectionBar />
        <ImageGrid data={data} heldOut={marked} />
        {tab === 'transforms' && <AugmentStrip data={data} />}
      </div>
      <Inspector
        label="Data"
        pages={PAGES}
        tab={tab}
        onTab={(next) => app.browse.setState({ tab: next })}
        props={{ data, heldOut }}
      />
    </div>
  );
}

/** The number of images that pass the filters, and removable chips of the active filters. */
function Result({ data }: { readonly data: Loaded }) {
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
          className={uiCss['chip']}
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
function SelectionBar() {
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

/** Rows of the images that validate the project's model, which never trains on them; empty if there are none. */
function useHeldOut(data: Loaded): ReadonlySet<number> {
  const spec = useDocument(({ project }) => (project && isImages(project.data) ? project.data : null));
  const seed = useDocument(({ project }) => project?.training.seed ?? 0);
  return useMemo(() => {
    // Another project's images may still be shown for a moment.
    if (!spec || !spec.classes.every((name) => data.classNames.includes(name))) return new Set();
    const { validation: from } = spec;
    const chosen = chooseImages(spec, data);
    const split = { ...chosen, holdOut: from?.from === 'train' ? from.share : 0 };
    return new Set(splitRows(split, Mt19937.fromSeed(seed)).validation);
  }, [spec, seed, data]);
}
