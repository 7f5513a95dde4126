import { summarize } from '../../engine/model/summary.js';
import { dimProduct } from '../../engine/graph/shape.js';
import { useDiagnosis } from '../state/diagnosis.js';
import { count, megabytes, shape } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import css from './build.module.css';

/** Bytes of a float32. */
const FLOAT = 4;

/** The model in torchinfo's manner: output shapes, parameters, multiply-adds, memory. */
export function SummaryTab() {
  const diagnosis = useDiagnosis();
  if (!diagnosis?.model) {
    const text =
      diagnosis?.reports.length === 0
        ? 'The model has no layers yet.'
        : 'The summary appears when every layer fits. The graph shows which one does not.';
    return <p className={css['about']}>{text}</p>;
  }
  const { model } = diagnosis;
  const { rows, parameters, multAdds } = summarize(model);
  // torchinfo counts the outputs of a forward pass and of the backward pass: twice each.
  const activations = rows.reduce((sum, row) => sum + dimProduct(row.output, 1) * FLOAT * 2, 0);
  const input = dimProduct(model.input, 1) * FLOAT;
  const totals = [
    ['Parameters', count(parameters)],
    ['Multiply-adds for one sample', count(multAdds)],
    ['Input', megabytes(input)],
    ['Forward and backward pass', megabytes(activations)],
    ['Parameters’ memory', megabytes(parameters * FLOAT)],
    ['Estimated total', megabytes(input + activations + parameters * FLOAT)],
  ];
  return (
    <>
      <table className={uiCss['table']}>
        <thead>
          <tr>
            <th scope="col">Layer</th>
            <th scope="col">Parameters</th>
            <th scope="col">Mult-adds</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <td>
                {row.name}
                <small>
                  {row.type} {shape(row.output)}
                </small>
              </td>
              <td>{count(row.parameters)}</td>
              <td>{count(row.multAdds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <dl className={css['totals']}>
        {totals.map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
