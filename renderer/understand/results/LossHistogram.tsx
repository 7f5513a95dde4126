import { histogram } from '../../../engine/evaluate/distribution.js';
import type { JudgedSample } from '../../../engine/evaluate/samples.js';
import { count, loss } from '../../ui/format.js';
import uiCss from '../../ui/ui.module.css';
import css from '../understand.module.css';

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP] = [240, 200, 44, 36, 6];
const BINS = 24;

/** The distribution of the samples' losses. */
export function LossHistogram({ samples }: { readonly samples: readonly JudgedSample[] }) {
  const losses = samples.map((sample) => sample.loss);
  const bins = histogram(losses, BINS);
  const most = Math.max(...bins.map((bin) => bin.count));
  const mean = losses.reduce((sum, value) => sum + value, 0) / losses.length;
  const bar = WIDTH / BINS;
  const largest = bins.at(-1)!.to;
  return (
    <section aria-label="Loss">
      <h2 className={uiCss['section']}>Loss</h2>
      <p className={uiCss['help']}>
        Cross-entropy of each sample: −ln of the probability that its true class gets. A few large losses are
        worth a look: hard images, or wrong labels.
      </p>
      <svg
        className={css['plot']}
        width={LEFT + WIDTH + 20}
        height={TOP + HEIGHT + BOTTOM}
        viewBox={`0 0 ${LEFT + WIDTH + 20} ${TOP + HEIGHT + BOTTOM}`}
        role="img"
        aria-label={`Histogram of losses from 0 to ${loss(largest)}; the mean is ${loss(mean)}`}
      >
        <g className={css['axis']}>
          <path d={`M${LEFT} ${TOP + HEIGHT}h${WIDTH}M${LEFT} ${TOP}h${WIDTH}`} />
          <text x={LEFT - 6} y={TOP + HEIGHT + 4} textAnchor="end">
            0
          </text>
          <text x={LEFT - 6} y={TOP + 8} textAnchor="end">
            {count(most)}
          </text>
          {[0, 0.5, 1].map((share) => (
            <text key={share} x={LEFT + share * WIDTH} y={TOP + HEIGHT + 14} textAnchor="middle">
              {share === 0 ? 0 : loss(share * largest)}
            </text>
          ))}
        </g>
        <text x={LEFT + WIDTH / 2} y={TOP + HEIGHT + 30} textAnchor="middle">
          Loss
        </text>
        {bins.map((bin, i) => {
          // A bin with few samples still shows.
          const height = bin.count === 0 ? 0 : Math.max(1, (bin.count / most) * HEIGHT);
          return (
            <rect
              key={bin.from}
              className={css['bar']}
              x={LEFT + i * bar + 0.5}
              y={TOP + HEIGHT - height}
              width={bar - 1}
              height={height}
            >
              <title>
                {count(bin.count)} samples from {loss(bin.from)} to {loss(bin.to)}
              </title>
            </rect>
          );
        })}
      </svg>
      <p>
        Mean <b>{loss(mean)}</b>
      </p>
    </section>
  );
}
