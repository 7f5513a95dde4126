import { useMemo } from 'react';
import type { Loaded } from '../images/messages.js';
import { CHANNEL_NAMES } from '../images/rgba.js';
import { ColumnHeads } from '../ui/ColumnHeads.js';
import { count } from '../ui/format.js';
import { Picture } from '../ui/Pixels.js';
import uiCss from '../ui/ui.module.css';
import { useBrowse } from '../useApp.js';
import css from './data.module.css';
import { Duplicates } from './Duplicates.js';
import { useAnswer } from './useAnswer.js';

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

const BRIGHTNESS_BINS = 32;

/** The images that statistics are computed on. */
interface RowsProps {
  readonly data: Loaded;
  readonly rows: Uint32Array;
}

/** The number of images per class and split. */
function ClassCounts({ data: { labels, trainCount, classNames }, rows }: RowsProps) {
  const counts = classNames.map(() => ({ train: 0, test: 0 }));
  for (const row of rows) counts[labels[row]!]![row < trainCount ? 'train' : 'test']++;
  return (
    <>
      <h3 className={uiCss['section']}>Classes</h3>
      <table className={uiCss['table']}>
        <ColumnHeads titles={['Class', 'Training', 'Test']} />
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

/** A histogram of image brightness. */
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
        aria-label="Histogram of image brightness, dark to bright"
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

/** The mean and standard deviation of each channel, computed by the image worker. */
function ChannelFigures({ data, rows }: RowsProps) {
  const request = useMemo(() => ({ rows, transforms: [] }), [rows]);
  const found = useAnswer('channels', request).answer?.output;
  const figures = (values: readonly number[] | undefined) =>
    CHANNEL_NAMES[data.channels].map((name, i) => <td key={name}>{values?.[i]?.toFixed(4) ?? '…'}</td>);
  return (
    <>
      <h3 className={uiCss['section']}>Channels, 0 to 1</h3>
      <table className={uiCss['table']}>
        <ColumnHeads
          titles={[
            <span key="figure" className="visually-hidden">
              Figure
            </span>,
            ...CHANNEL_NAMES[data.channels],
          ]}
        />
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

/** The mean image of each class, computed by the image worker. */
function MeanImages({ data: { labels, classNames }, rows }: RowsProps) {
  const lists = useMemo(
    () =>
      classNames
        .map((_, label) => rows.filter((row) => labels[row] === label))
        .filter(({ length }) => length),
    [rows, labels, classNames],
  );
  const { answer } = useAnswer('means', lists);
  return (
    <>
      <h3 className={uiCss['section']}>Mean image of each class</h3>
      <div className={css['gallery']} data-columns={5}>
        {answer?.output.map((image, i) => {
          const name = classNames[labels[answer.input[i]![0]!]!]!;
          return (
            <figure key={name}>
              <Picture image={image} label={`Mean ${name}`} />
              <figcaption>{name}</figcaption>
            </figure>
          );
        })}
      </div>
    </>
  );
}
