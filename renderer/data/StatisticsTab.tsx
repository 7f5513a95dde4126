import { useMemo } from 'react';
import { count } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import { Duplicates } from './Duplicates.js';
import type { Loaded } from '../images/messages.js';
import { Brightness, ClassCounts } from './Distributions.js';
import { ChannelFigures, MeanImages } from './ComputedFigures.js';
import { useBrowse } from '../useApp.js';

/** Statistics of the selected images, or of all that pass the filters, and the search for duplicates. */
export function StatisticsTab({ data }: { readonly data: Loaded }) {
  const passing = useBrowse((state) => state.rows);
  const selected = useBrowse((state) => state.selected);
  const several = selected.size > 1;
  const rows = useMemo(
    () => (several ? passing.filter((row) => selected.has(row)) : passing),
    [several, passing, selected],
  );
  if (rows.length === 0) return <p>No image passes the filters.</p>;
  return (
    <>
      <p className={uiCss['help']}>
        Of the {count(rows.length)} {several ? 'selected images' : 'images that pass the filters'}.
      </p>
      <ClassCounts data={data} rows={rows} />
      <ChannelFigures data={data} rows={rows} />
      <Brightness data={data} rows={rows} />
      <MeanImages data={data} rows={rows} />
      <Duplicates data={data} />
    </>
  );
}
