import { dimProduct, formatShape, type Shape } from '../../base/shape.js';
import { FLOAT_BYTES, numel } from '../../tensor/tensor.js';
import type { BoundModel } from './bind.js';

/** One row of the summary. */
export interface SummaryRow {
  /** The layer's id. */
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly output: Shape;
  readonly parameters: number;
  /** Multiply-adds for one sample: every weight and bias once per position to which it is applied. */
  readonly multAdds: number;
  /** Bytes of the output for one sample. */
  readonly outputBytes: number;
}

/** The summary of a model, with torchinfo's figures; docs/decisions.md lists the differences. */
export interface ModelSummary {
  readonly rows: readonly SummaryRow[];
  readonly parameters: number;
  readonly multAdds: number;
  /** Bytes for one sample; in `pass` the output of every layer counts once forward and once backward. */
  readonly memory: { readonly input: number; readonly pass: number; readonly parameters: number };
}

/** Counts a model's parameters and multiply-adds, layer by layer. */
export function summarize(model: BoundModel): ModelSummary {
  const rows = model.layers.map(({ spec, definition, output, parameters }) => {
    const count = parameters.reduce((sum, { shape }) => sum + numel(shape), 0);
    return {
      id: spec.id,
      name: spec.name,
      type: spec.type,
      output,
      parameters: count,
      multAdds: count * (definition.places?.(output) ?? 1),
      outputBytes: dimProduct(output, 1) * FLOAT_BYTES,
    };
  });
  const total = (key: 'parameters' | 'multAdds' | 'outputBytes') =>
    rows.reduce((sum, row) => sum + row[key], 0);
  return {
    rows,
    parameters: total('parameters'),
    multAdds: total('multAdds'),
    memory: {
      input: dimProduct(model.input, 1) * FLOAT_BYTES,
      pass: total('outputBytes') * 2,
      parameters: total('parameters') * FLOAT_BYTES,
    },
  };
}

/** The summary as aligned text. */
export function formatSummary({ rows, parameters, multAdds, memory }: ModelSummary): string {
  const count = (value: number) => value.toLocaleString('en-US');
  const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(2)} MB`;
  const cells = [
    ['Layer', 'Output shape', 'Parameters', 'Mult-adds', 'Output bytes'],
    ...rows.map((row) => [
      `${row.name} (${row.type})`,
      formatShape(row.output),
      count(row.parameters),
      count(row.multAdds),
      count(row.outputBytes),
    ]),
    ['Total', '', count(parameters), count(multAdds), count(memory.pass / 2)],
  ];
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const lines = cells.map((row) =>
    row.map((cell, i) => (i < 2 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '),
  );
  const total = memory.input + memory.pass + memory.parameters;
  return [
    ...lines,
    `Memory for one sample: ${megabytes(total)} (input ${megabytes(memory.input)}, ` +
      `forward and backward pass ${megabytes(memory.pass)}, parameters ${megabytes(memory.parameters)}).`,
  ].join('\n');
}
