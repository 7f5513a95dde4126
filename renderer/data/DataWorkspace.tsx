import { useEffect, useMemo } from 'react';
import { isImages } from '../../engine/project/samples.js';
import type { Loaded } from '../images/messages.js';
import { type DataTab, loadData } from '../state/browse.js';
import { EmptyState } from '../ui/EmptyState.js';
import { count } from '../ui/format.js';
import { Inspector, type InspectorPages } from '../ui/Inspector.js';
import { useApp, useBrowse, useDocument } from '../useApp.js';
import { AugmentStrip } from './AugmentStrip.js';
import css from './data.module.css';
import { FilterPanel } from './FilterPanel.js';
import { ImageGrid } from './ImageGrid.js';
import { ImageTab } from './ImageTab.js';
import { MissingData } from './MissingData.js';
import { Result, SelectionBar } from './Result.js';
import { StatisticsTab } from './StatisticsTab.js';
import { SubsetTab } from './SubsetTab.js';
import { TableView } from './TableView.js';
import { TransformsTab } from './TransformsTab.js';
import { useHeldOut } from './useHeldOut.js';

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
