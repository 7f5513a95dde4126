import { dimProduct, formatShape, type Shape } from '../graph/shape.js';
import { numel } from '../graph/tensor.js';
import type { BoundModel } from './bind.js';

/** One row of the summary. */
export interface SummaryRow {
  readonly name: string;
  readonly type: string;
  readonly output: Shape;
  readonly parameters: number;
  /** Multiply-adds for one sample. */
  readonly multAdds: number;
  /** Bytes of the output for one sample. */
  readonly outputBytes: number;
}

/** A model in torchinfo's manner. */
export interface ModelSummary {
  readonly rows: readonly SummaryRow[];
  readonly parameters: number;
  readonly multAdds: number;
  /** Size of all parameters in float32, in units of 1024² bytes. */
  readonly megabytes: number;
  /** Bytes for one sample, counted as torchinfo does: every output once forward and once backward. */
  readonly memory: { readonly input: number; readonly pass: number; readonly parameters: number };
}

/** Bytes of a float32. */
const FLOAT = 4;

/** Counts a model's parameters and multiply-adds, layer by layer. */
export function summarize(model: BoundModel): ModelSummary {
  const rows = model.layers.map(({ spec, definition, params, output, parameters }) => ({
    name: spec.name,
    type: spec.type,
    output,
    parameters: parameters.reduce((sum, { shape }) => sum + numel(shape), 0),
    multAdds: definition.multAdds?.(params, output) ?? 0,
    outputBytes: dimProduct(output, 1) * FLOAT,
  }));
  const total = (key: 'parameters' | 'multAdds' | 'outputBytes') =>
    rows.reduce((sum, row) => sum + row[key], 0);
  return {
    rows,
    parameters: total('parameters'),
    multAdds: total('multAdds'),
    megabytes: (total('parameters') * FLOAT) / 2 ** 20,
    memory: {
      input: dimProduct(model.input, 1) * FLOAT,
      pass: total('outputBytes') * 2,
      parameters: total('parameters') * FLOAT,
    },
  };
}

/** The summary as aligned text. */
export function formatSummary({ rows, parameters, multAdds, megabytes }: ModelSummary): string {
  const count = (value: number) => value.toLocaleString('en-US');
  const cells = [
    ['Layer', 'Output shape', 'Parameters', 'Mult-adds'],
    ...rows.map((row) => [
      `${row.name} (${row.type})`,
      formatShape(row.output),
      count(row.parameters),
      count(row.multAdds),
    ]),
    ['Total', '', count(parameters), count(multAdds)],
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => row[column]!.length)));
  const lines = cells.map((row) =>
    row.map((cell, i) => (i < 2 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '),
  );
  return `${lines.join('\n')}\nParameters take ${megabytes.toFixed(2)} MB.`;
}
