import { useEffect, useState } from 'react';
import type { ChannelStatistics } from '../../engine/data/statistics.js';
import uiCss from '../ui/ui.module.css';
import css from './data.module.css';
import type { RowsProps } from './Distributions.js';
import { ask } from './library.js';
import { Picture } from './Picture.js';
import { CHANNEL_NAMES } from './rgba.js';

/** Mean and standard deviation of each channel, as the data worker finds them. */
export function ChannelFigures({ data, rows }: RowsProps) {
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

/** The mean image of each class, as the data worker makes it. */
export function MeanImages({ data: { labels, classNames }, rows }: RowsProps) {
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
