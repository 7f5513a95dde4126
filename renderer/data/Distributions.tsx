import { count } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import css from './data.module.css';
import type { Loaded } from '../images/messages.js';

const BRIGHTNESS_BINS = 32;

/** The images that statistics are computed on. */
export interface RowsProps {
  readonly data: Loaded;
  readonly rows: Uint32Array;
}

/** The number of images per class and split. */
export function ClassCounts({ data: { labels, trainCount, classNames }, rows }: RowsProps) {
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

/** A histogram of image brightness. */
export function Brightness({ data: { brightness }, rows }: RowsProps) {
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
