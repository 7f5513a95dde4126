import { useEffect, useMemo, useState } from 'react';
import type { ChannelStatistics } from '../../engine/data/statistics.js';
import { useBrowse } from '../state/browse.js';
import { count } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import css from './data.module.css';
import { Duplicates } from './Duplicates.js';
import { ask } from './library.js';
import type { Loaded } from './messages.js';
import { Picture } from './Picture.js';
import { CHANNEL_NAMES } from './rgba.js';

const BRIGHTNESS_BINS = 32;

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
      <Counts data={data} rows={rows} />
      <Channels data={data} rows={rows} />
      <Brightness data={data} rows={rows} />
      <Means data={data} rows={rows} />
      <Duplicates data={data} />
    </>
  );
}

interface RowsProps {
  readonly data: Loaded;
  readonly rows: Uint32Array;
}

function Counts({ data: { labels, trainCount, classNames }, rows }: RowsProps) {
  const counts = classNames.map(() => ({ train: 0, test: 0 }));
  for (const row of rows) counts[labels[row]!]![row < trainCount ? 'train' : 'test']++;
  return (
    <>
      <h3 className={uiCss['section']}>Classes</h3>
      <table className={uiCss['table']}>
        <thead>
          <tr>
            <th scope="col">Class</th>
            <th scope="col">Training</th>
            <th scope="col">Test</th>
          </tr>
        </thead>
        <tbody>
          {classNames.map((name, label) => (
            <tr key={name}>
              <td>
                {label} {name}
              </td>
              <td>{count(counts[label]!.train)}</td>
              <td>{count(counts[label]!.test)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Channels({ data, rows }: RowsProps) {
  const [found, setFound] = useState<ChannelStatistics | null>(null);
  useEffect(() => {
    let wanted = true;
    void ask('channels', rows).then((statistics) => wanted && setFound(statistics));
    return () => {
      wanted = false;
    };
  }, [rows]);
  const figures = (values: readonly number[] | undefined) =>
    CHANNEL_NAMES[data.channels].map((name, i) => <td key={name}>{values?.[i]?.toFixed(4) ?? '…'}</td>);
  return (
    <>
      <h3 className={uiCss['section']}>Channels, 0 to 1</h3>
      <table className={uiCss['table']}>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">Figure</span>
            </th>
            {CHANNEL_NAMES[data.channels].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>Mean</td>
            {figures(found?.mean)}
          </tr>
          <tr>
            <td>Standard deviation</td>
            {figures(found?.std)}
          </tr>
        </tbody>
      </table>
    </>
  );
}

function Brightness({ data: { brightness }, rows }: RowsProps) {
  const bins = new Array<number>(BRIGHTNESS_BINS).fill(0);
  for (const row of rows)
    bins[Math.min(Math.floor(brightness[row]! * BRIGHTNESS_BINS), BRIGHTNESS_BINS - 1)]!++;
  const most = Math.max(...bins);
  return (
    <>
      <h3 className={uiCss['section']}>Brightness</h3>
      <svg
        className={css['histogram']}
        viewBox={`0 0 ${BRIGHTNESS_BINS} 10`}
        preserveAspectRatio="none"
        role="img"
        aria-label="How many images have each brightness, dark to bright"
      >
        {bins.map((value, bin) => {
          const height = (value / most) * 10;
          return (
            <rect key={bin} x={bin + 0.1} y={10 - height} width={0.8} height={height} fill="var(--accent)" />
          );
        })}
      </svg>
    </>
  );
}

function Means({ data: { labels, classNames }, rows }: RowsProps) {
  const [means, setMeans] = useState<readonly { label: number; image: Uint8Array }[]>([]);
  useEffect(() => {
    let wanted = true;
    const present = classNames
      .map((_, label) => ({
        label,
        rows: rows.filter((row) => labels[row] === label),
      }))
      .filter((one) => one.rows.length > 0);
    const lists = present.map((one) => one.rows);
    void ask('means', lists).then(
      (images) => wanted && setMeans(images.map((image, i) => ({ image, label: present[i]!.label }))),
    );
    return () => {
      wanted = false;
    };
  }, [rows, labels, classNames]);
  return (
    <>
      <h3 className={uiCss['section']}>Mean image of each class</h3>
      <div className={css['means']}>
        {means.map(({ label, image }) => (
          <figure key={label}>
            <Picture image={image} label={`Mean ${classNames[label]!}`} />
            <figcaption>{classNames[label]}</figcaption>
          </figure>
        ))}
      </div>
    </>
  );
}
