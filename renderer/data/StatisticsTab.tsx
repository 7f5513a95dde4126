import { useEffect, useState } from 'react';
import type { DuplicateGroup } from '../../engine/data/duplicates.js';
import type { ChannelStatistics } from '../../engine/data/statistics.js';
import { filterBy, useBrowse } from '../state/browse.js';
import { nameOf } from '../state/filters.js';
import { notice } from '../state/ui.js';
import { Button } from '../ui/Button.js';
import { count } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import css from './data.module.css';
import { ask } from './library.js';
import type { Loaded } from './messages.js';
import { Picture } from './Picture.js';
import { CHANNEL_NAMES } from './rgba.js';
import { usePixels } from './usePixels.js';

const MOST_GROUPS = 200;
const BRIGHTNESS_BINS = 32;

/** Figures of the images that pass the filters: counts, channels, brightness, mean images, duplicates. */
export function StatisticsTab({ data }: { readonly data: Loaded }) {
  const rows = useBrowse((state) => state.rows);
  if (rows.length === 0) return <p>No image passes the filters.</p>;
  return (
    <>
      <p className={uiCss['help']}>Of the {count(rows.length)} images that pass the filters.</p>
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

function Duplicates({ data }: { readonly data: Loaded }) {
  const [groups, setGroups] = useState<readonly DuplicateGroup[] | null>(null);
  const [busy, setBusy] = useState(false);
  const find = async () => {
    setBusy(true);
    try {
      setGroups(await ask('duplicates', null));
    } catch (problem) {
      notice('bad', (problem as Error).message);
    } finally {
      setBusy(false);
    }
  };
  const across = groups?.filter((group) => isAcross(group, data.trainCount)) ?? [];
  return (
    <>
      <h3 className={uiCss['section']}>Duplicates</h3>
      {groups === null ? (
        <>
          <p className={uiCss['help']}>
            Equal or nearly equal images in the whole data set. Those in both splits make validation look
            better than it is.
          </p>
          <p style={{ marginTop: 8 }}>
            <Button disabled={busy} onClick={() => void find()}>
              {busy ? 'Looking…' : 'Find duplicates'}
            </Button>
          </p>
        </>
      ) : (
        <>
          <p className={uiCss['help']}>
            {count(groups.length)} groups, {count(across.length)} of them in both splits
            {groups.length > MOST_GROUPS ? `; the first ${MOST_GROUPS} are listed` : ''}.
          </p>
          <ul className={css['groups']}>
            {[...across, ...groups.filter((group) => !across.includes(group))]
              .slice(0, MOST_GROUPS)
              .map((group) => (
                <li key={group.rows.join()}>
                  <Group group={group} trainCount={data.trainCount} />
                </li>
              ))}
          </ul>
        </>
      )}
    </>
  );
}

function Group({ group, trainCount }: { readonly group: DuplicateGroup; readonly trainCount: number }) {
  const { rows, exact } = group;
  const first = usePixels(rows[0]!);
  const second = usePixels(rows[1]!);
  const name = rows.map((row) => nameOf(row, trainCount)).join(', ');
  return (
    <button
      type="button"
      className={css['group']}
      title={name}
      onClick={() => filterBy({ only: { name: 'Duplicates', rows }, classes: [], text: '' })}
    >
      <Picture image={first} label="" side={32} aria-hidden="true" />
      <Picture image={second} label="" side={32} aria-hidden="true" />
      {rows.length} images
      <span>
        {exact ? 'equal' : 'nearly'}
        {isAcross(group, trainCount) ? ', both splits' : ''}
      </span>
    </button>
  );
}

function isAcross({ rows }: DuplicateGroup, trainCount: number): boolean {
  return rows.some((row) => row < trainCount) && rows.some((row) => row >= trainCount);
}
