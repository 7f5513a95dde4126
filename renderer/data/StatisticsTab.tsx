import { useMemo } from 'react';
import { useBrowse } from '../state/browse.js';
import { count } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import { Duplicates } from './Duplicates.js';
import type { Loaded } from '../images/messages.js';
import { Brightness, ClassCounts } from './Distributions.js';
import { ChannelFigures, MeanImages } from './ComputedFigures.js';

/** Figures of the images that are chosen, or else pass the filters: counts, channels, brightness, mean images, duplicates. */
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
        Of the {count(rows.length)} {several ? 'images that are chosen' : 'images that pass the filters'}.
      </p>
      <ClassCounts data={data} rows={rows} />
      <ChannelFigures data={data} rows={rows} />
      <Brightness data={data} rows={rows} />
      <MeanImages data={data} rows={rows} />
      <Duplicates data={data} />
    </>
  );
}
