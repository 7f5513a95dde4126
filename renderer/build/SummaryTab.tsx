import { summarize } from '../../engine/nn/model/summary.js';
import { select } from '../state/document.js';
import { bytes, count, megabytes, shape } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import { useApp, useDiagnosis, useDocument } from '../useApp.js';
import css from './build.module.css';

/** The model summary in the style of torchinfo: output shapes, parameters, multiply-adds, and memory. */
export function SummaryTab() {
  const app = useApp();
  const diagnosis = useDiagnosis();
  const selection = useDocument((state) => state.selection);
  if (!diagnosis?.model) {
    const text =
      diagnosis?.reports.length === 0
        ? 'The model has no layers yet.'
        : 'The summary appears when every layer is valid. The graph shows the problems.';
    return <p className={css['about']}>{text}</p>;
  }
  const { model } = diagnosis;
  const { rows, parameters, multAdds, memory } = summarize(model);
  const totals = [
    ['Parameters', count(parameters)],
    ['Multiply-adds for one sample', count(multAdds)],
    ['Input', megabytes(memory.input)],
    ['Forward and backward pass', megabytes(memory.pass)],
    ['Memory for parameters', megabytes(memory.parameters)],
    ['Estimated total', megabytes(memory.input + memory.pass + memory.parameters)],
  ];
  return (
    <>
      <dl className={css['totals']}>
        {totals.map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <table className={`${uiCss['table'] ?? ''} ${css['summary'] ?? ''}`}>
        <thead>
          <tr>
            <th scope="col">Layer</th>
            <th scope="col">Parameters</th>
            <th scope="col">Mult-adds</th>
            <th scope="col" title="The output for one sample">
              Memory
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} data-selected={selection.includes(row.id) || undefined}>
              <td>
                <button type="button" title={`Select ${row.name}`} onClick={() => select(app, [row.id])}>
                  {row.name}
                </button>
                <small>
                  {row.type} {shape(row.output)}
                </small>
              </td>
              <td>{count(row.parameters)}</td>
              <td>{count(row.multAdds)}</td>
              <td>{bytes(row.outputBytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
