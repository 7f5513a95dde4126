import type { Calibration } from '../../../engine/evaluate/classification.js';
import { count, percent } from '../../ui/format.js';
import uiCss from '../../ui/ui.module.css';
import css from '../understand.module.css';

const [SIDE, LEFT, BOTTOM, TOP] = [200, 56, 36, 6];
const [WIDTH, HEIGHT] = [LEFT + SIDE + 20, TOP + SIDE + BOTTOM];

/** Accuracy against confidence in ten bins, with the expected calibration error. */
export function CalibrationCurve({ calibration: { bins, error } }: { readonly calibration: Calibration }) {
  const x = (share: number) => LEFT + share * SIDE;
  const y = (share: number) => TOP + (1 - share) * SIDE;
  const filled = bins.flatMap(({ confidence, accuracy, ...bin }) =>
    confidence === null || accuracy === null ? [] : [{ ...bin, confidence, accuracy }],
  );
  return (
    <section aria-label="Calibration">
      <h2 className={uiCss['section']}>Calibration</h2>
      <p className={uiCss['help']}>
        Of the predictions made with 80 % confidence, 80 % should be right: on the dashed line. Below it, the
        model is too sure of itself.
      </p>
      <svg
        className={css['plot']}
        width={WIDTH}
        height={HEIGHT}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`Share of right predictions by confidence: ${filled
          .map((bin) => `${percent(bin.confidence)}: ${percent(bin.accuracy)}`)
          .join(', ')}`}
      >
        {[0, 0.5, 1].map((share) => (
          <g key={share} className={css['axis']}>
            <path d={`M${x(0)} ${y(share)}H${x(1)}M${x(share)} ${y(0)}V${y(1)}`} />
            <text x={LEFT - 6} y={y(share) + 4} textAnchor="end">
              {share * 100} %
            </text>
            <text x={x(share)} y={y(0) + 14} textAnchor="middle">
              {share * 100} %
            </text>
          </g>
        ))}
        <text x={x(0.5)} y={y(0) + 30} textAnchor="middle">
          Confidence
        </text>
        <text transform={`translate(10 ${y(0.5)}) rotate(-90)`} textAnchor="middle">
          Right
        </text>
        <path className={css['ideal']} d={`M${x(0)} ${y(0)}L${x(1)} ${y(1)}`} />
        <polyline
          className={css['curve']}
          points={filled.map((bin) => `${x(bin.confidence)},${y(bin.accuracy)}`).join(' ')}
        />
        {filled.map((bin) => (
          <circle key={bin.from} className={css['point']} cx={x(bin.confidence)} cy={y(bin.accuracy)} r={4}>
            <title>
              {count(bin.count)} samples: confidence {percent(bin.confidence)}, right {percent(bin.accuracy)}
            </title>
          </circle>
        ))}
      </svg>
      <p>
        Expected calibration error <b>{percent(error)}</b>
      </p>
    </section>
  );
}
