import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { SavedParams } from '../../base/fields.js';
import { catalog } from '../layers/index.js';
import { sampleShape } from '../../project/samples.js';
import { templates } from '../../project/templates.js';
import { bindModel, type BoundModel } from './bind.js';
import { formatSummary, summarize } from './summary.js';

/** A model's figures from torchinfo; shapes omit the batch axis. */
interface Fixture {
  readonly name: string;
  readonly input: readonly number[];
  readonly rows: readonly {
    readonly type: string;
    readonly params: SavedParams;
    readonly output: readonly number[];
    readonly parameters: number;
    readonly multAdds: number;
    readonly outputBytes: number;
  }[];
  readonly parameters: number;
  readonly multAdds: number;
  readonly inputBytes: number;
  readonly passBytes: number;
  readonly parameterBytes: number;
}

const fixtures = JSON.parse(
  readFileSync(new URL('./__fixtures__/summary.json', import.meta.url), 'utf8'),
) as Fixture[];

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Positions of one sample to which a Linear layer is applied; torchinfo always counts one. */
const places = ({ type, output }: Fixture['rows'][number]) =>
  type === 'Linear' ? output.slice(0, -1).reduce((product, dim) => product * dim, 1) : 1;

function expectAgreement(model: BoundModel, { rows, ...totals }: Fixture): void {
  const found = summarize(model);
  const multAdds = rows.map((row) => row.multAdds * places(row));
  expect(found.rows).toEqual(
    rows.map(({ type, parameters, outputBytes, output }, i) => ({
      id: model.layers[i]!.spec.id,
      name: model.layers[i]!.spec.name,
      type,
      parameters,
      outputBytes,
      output: [model.input[0], ...output],
      multAdds: multAdds[i],
    })),
  );
  expect(found.parameters).toBe(totals.parameters);
  expect(found.multAdds).toBe(sum(multAdds));
  expect(found.memory.input).toBe(totals.inputBytes);
  expect(found.memory.parameters).toBe(totals.parameterBytes);
  // torchinfo omits the outputs of layers without parameters; training keeps these too.
  const withoutParameters = rows.filter(({ parameters }) => parameters === 0);
  expect(found.memory.pass).toBe(
    totals.passBytes + 2 * sum(withoutParameters.map(({ outputBytes }) => outputBytes)),
  );
}

it.each(fixtures)('matches the figures of torchinfo for $name', (fixture) => {
  const layers = fixture.rows.map(({ type, params }, i) => ({ id: `l${i}`, name: `${i}`, type, params }));
  expectAgreement(bindModel(layers, ['B', ...fixture.input]), fixture);
});

it.each(templates)(
  'matches the figures and totals of torchinfo for the template “$name”',
  ({ id, project }) => {
    const fixture = fixtures.find(({ name }) => name === id)!;
    const model = bindModel(project.model.layers, sampleShape(project.data));
    expectAgreement(model, fixture);
    expect(summarize(model).multAdds).toBe(fixture.multAdds);
  },
);

it('has torchinfo figures for every layer of the catalog', () => {
  const covered = new Set(fixtures.flatMap(({ rows }) => rows.map(({ type }) => type)));
  expect(catalog.map(({ type }) => type).filter((type) => !covered.has(type))).toEqual([]);
});

it('is formatted as a table with totals in units of 1024² bytes', () => {
  const { project } = templates.find(({ id }) => id === 'fully-connected')!;
  const text = formatSummary(summarize(bindModel(project.model.layers, sampleShape(project.data))));
  expect(text.split('\n')).toEqual([
    'Layer                     Output shape  Parameters  Mult-adds  Output bytes',
    'flatten (Flatten)         [B, 3072]              0          0        12,288',
    'hidden_linear (Linear)    [B, 512]       1,573,376  1,573,376         2,048',
    'hidden_activation (Tanh)  [B, 512]               0          0         2,048',
    'output_linear (Linear)    [B, 2]             1,026      1,026             8',
    'log_softmax (LogSoftmax)  [B, 2]                 0          0             8',
    'Total                                    1,574,402  1,574,402        16,400',
    'Memory for one sample: 6.05 MB (input 0.01 MB, forward and backward pass 0.03 MB, parameters 6.01 MB).',
  ]);
});
