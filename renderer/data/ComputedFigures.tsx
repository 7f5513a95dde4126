import { useMemo } from 'react';
import uiCss from '../ui/ui.module.css';
import css from './data.module.css';
import type { RowsProps } from './Distributions.js';
import { Picture } from './Picture.js';
import { CHANNEL_NAMES } from '../images/rgba.js';
import { useAnswer } from './useAnswer.js';

/** The mean and standard deviation of each channel, computed by the image worker. */
export function ChannelFigures({ data, rows }: RowsProps) {
  const found = useAnswer('channels', rows).answer?.output;
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

/** The mean image of each class, computed by the image worker. */
export function MeanImages({ data: { labels, classNames }, rows }: RowsProps) {
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
      <div className={css['means']}>
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
