import { useMemo, useState } from 'react';
import { computeLayers, softmaxSteps } from '../../../engine/evaluate/functions.js';
import { ColumnHeads } from '../../ui/ColumnHeads.js';
import { decimal, percent } from '../../ui/format.js';
import { Slider } from '../../ui/controls.js';
import uiCss from '../../ui/ui.module.css';
import { Cursor, evenly, type Interval, Plot } from '../Plot.js';
import css from './lab.module.css';

const X: Interval = [-10, 10];
const XS = evenly(X, 201);

const COLORS = ['var(--curve-a)', 'var(--curve-b)', 'var(--curve-c)'];
const DASHES = [undefined, [7, 4], [2, 3]];

/** Softmax of three numbers, step by step. */
export function SoftmaxSection() {
  const [numbers, setNumbers] = useState<readonly number[]>([1, 2, 3]);
  const [shift, setShift] = useState(0);
  const shifted = numbers.map((number) => number + shift);
  const { exponentials, sum, softmax, logSoftmax } = softmaxSteps(shifted);
  const total = softmax.reduce((all, share) => all + share, 0);
  const [first, second] = numbers as [number, number];
  const shares = useMemo(() => {
    const { values } = computeLayers(
      [{ type: 'Softmax', params: { dim: 1 } }],
      XS.flatMap((x) => [first, second, x]),
      3,
    );
    return COLORS.map((_, i) => XS.map((_x, row) => values[row * 3 + i]!));
  }, [first, second]);
  const text = (value: number) => (value >= 1e5 ? value.toExponential(3).replace('e+', 'e') : decimal(value));
  return (
    <>
      <div className={css['stage']}>
        <p className={css['lead']}>
          softmax(x)ᵢ = exp(xᵢ) / Σ exp(x): any numbers become shares between 0 and 1 that add up to 1.
        </p>
        <div className={css['shares']} aria-hidden="true">
          {softmax.map((share, i) => (
            <div key={i} style={{ flexGrow: share, background: COLORS[i] }}>
              {share > 0.1 && <span>{percent(share)}</span>}
            </div>
          ))}
        </div>
        <table className={`${uiCss['table'] ?? ''} ${css['softmax'] ?? ''}`}>
          <ColumnHeads titles={['', 'x', 'exp(x)', 'softmax', 'log softmax']} />
          <tbody>
            {shifted.map((number, i) => (
              <tr key={i}>
                <th scope="row">
                  <i className={uiCss['dot']} style={{ background: COLORS[i] }} /> x{'₁₂₃'[i]}
                </th>
                <td>{decimal(number, 2)}</td>
                <td>{text(exponentials[i]!)}</td>
                <td>{decimal(softmax[i]!)}</td>
                <td>{decimal(logSoftmax[i]!)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">Sum</th>
              <td />
              <td>{text(sum)}</td>
              <td>{decimal(total)}</td>
              <td />
            </tr>
          </tfoot>
        </table>
        <p className={css['formula']} role="status">
          exp({decimal(shifted[2]!, 2)}) / {text(sum)} = {text(exponentials[2]!)} / {text(sum)} ={' '}
          <b>{decimal(softmax[2]!)}</b>, and its logarithm is <b>{decimal(logSoftmax[2]!)}</b>
        </p>
        <h3>
          The shares as x₃ changes <small>the larger it is, the more it takes from the others</small>
        </h3>
        <Plot
          label="The three shares for x₃ from −10 to 10"
          x={X}
          y={[0, 1]}
          xTitle="x₃"
          lines={shares.map((ys, i) => ({
            name: `x${i + 1}`,
            xs: XS,
            ys,
            color: COLORS[i]!,
            dash: DASHES[i],
          }))}
        >
          {(scale) => <Cursor scale={scale} x={numbers[2]!} />}
        </Plot>
      </div>
      <aside className={css['side']} aria-label="Numbers">
        {numbers.map((number, i) => (
          <Slider
            key={i}
            label={`x${'₁₂₃'[i]!}`}
            value={number}
            min={-10}
            max={10}
            step={0.1}
            onChange={(value) => setNumbers(numbers.map((old, k) => (k === i ? value : old)))}
          />
        ))}
        <h3 className={uiCss['section']}>Added to all three</h3>
        <Slider label="+" value={shift} min={-20} max={20} step={0.5} onChange={setShift} />
        <ul className={css['hints']}>
          <li>Adding the same number to all three multiplies all exponentials alike: the shares stay.</li>
          <li>Two equal numbers get equal shares; a lead of 1 makes a share e ≈ 2.718 times as large.</li>
          <li>
            The negative log softmax of the right class is the loss: NLLLoss after LogSoftmax, or
            CrossEntropyLoss.
          </li>
        </ul>
      </aside>
    </>
  );
}
