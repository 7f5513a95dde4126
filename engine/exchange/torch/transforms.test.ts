import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { evaluate } from '../../backends/reference.js';
import type { Field, ParamValue } from '../../base/fields.js';
import { prepareTable } from '../../data/preparedTable.js';
import type { SampleKind, TransformDefinition } from '../../data/transforms/define.js';
import { pipeline, stageOf, transformedForm, transforms } from '../../data/transforms/index.js';
import type { StepSpec } from '../../data/step.js';
import type { DataSpec, ImageDataSpec, TableDataSpec } from '../../project/schema.js';
import { templates } from '../../project/templates.js';
import { createBuilder } from '../../tensor/operators/index.js';
import { float32, tensor, toNumbers, type Tensor } from '../../tensor/tensor.js';
import { dataCode } from './dataCode.js';

/**
 * Pipelines of every transform, alone and after every other one. Their Python is compared with `transforms.py`, and
 * our results with those of PyTorch for that file. After a change:
 *     npx vitest run engine/exchange/torch/transforms.test.ts -u
 *     python3 scripts/fixtures/transforms.py
 */
const PYTHON = new URL('./__fixtures__/transforms.py', import.meta.url);
const OUTPUTS = new URL('./__fixtures__/transforms.json', import.meta.url);

const images = templates.find(({ id }) => id === 'convnet')!.project.data as ImageDataSpec;
const columns = { a: [0.5, -3, 20, 7.25], b: [100, 250.5, -4, 0], y: [1, 2, 3, 4] };
const table: TableDataSpec = {
  source: { kind: 'inline', name: 'numbers', columns },
  inputs: ['a', 'b'],
  targets: ['y'],
  validation: null,
  transforms: [],
};

const KINDS: Readonly<
  Record<
    SampleKind,
    {
      readonly width: (before: readonly StepSpec[]) => number;
      readonly data: (steps: StepSpec[]) => DataSpec;
      readonly batch: Tensor;
    }
  >
> = {
  images: {
    width: (before) => transformedForm(before, { channels: 3, side: 6 }).channels,
    data: (steps) => ({ ...images, transforms: steps }),
    // The pattern of scripts/fixtures/transforms.py.
    batch: tensor(
      'uint8',
      [1, 3, 6, 6],
      Uint8Array.from({ length: 108 }, (_, i) => (i * 37) % 256),
    ),
  },
  table: {
    width: () => 2,
    data: (steps) => ({ ...table, transforms: steps }),
    batch: float32(
      [4, 2],
      rows(prepareTable(table.source as never, table).inputs.map(({ values }) => values)),
    ),
  },
};

function rows(lists: readonly (readonly number[])[]): number[] {
  return lists[0]!.flatMap((_, row) => lists.map((list) => list[row]!));
}

/** A setting with an effect, different for each `seed` and each channel or column. */
function trialValue(field: Field, width: number, seed: number): ParamValue {
  if (field.kind === 'int') return field.options ? field.options.at(seed % 2)! : 5 + 2 * seed;
  if (field.kind === 'float') return field.default + 0.75 + seed;
  if (field.kind !== 'numbers') return field.default;
  return Array.from({ length: field.length ?? width }, (_, i) => 0.3 + 0.25 * i + 0.5 * seed);
}

function trialStep({ type, params }: TransformDefinition, width: number, place: number): StepSpec {
  const settings = Object.entries(params).map(([name, field], i): [string, ParamValue] => [
    name,
    trialValue(field, width, place + i),
  ]);
  return { ...Object.fromEntries(settings), type };
}

const cases = (['images', 'table'] as const).flatMap((kind) => {
  const own = transforms.filter(({ appliesTo }) => appliesTo === kind);
  const converter = own.filter(({ stage }) => stage === 'conversion');
  const others = own.filter(({ stage }) => stage !== 'conversion');
  const pairs = others.flatMap((one) => [
    [one],
    ...others.filter((two) => stageOf(one) <= stageOf(two)).map((two) => [one, two]),
  ]);
  return [[], ...pairs].map((list) => {
    const inOrder = [...list, ...converter].sort((a, b) => stageOf(a) - stageOf(b));
    const steps: StepSpec[] = [];
    for (const one of inOrder) steps.push(trialStep(one, KINDS[kind].width(steps), steps.length));
    return { kind, steps };
  });
});

function engineOutput(kind: SampleKind, steps: readonly StepSpec[]): readonly number[] {
  const { batch } = KINDS[kind];
  const b = createBuilder();
  const output = pipeline(steps, kind)(b, b.input('batch', batch.dtype, batch.shape));
  return toNumbers(evaluate(b.build([output]), { batch })[output.name]!);
}

const python = [
  'import csv\nimport io\nimport re\nimport sys\nfrom pathlib import Path\n\nimport torch\nfrom torch.utils.data import TensorDataset\nfrom torchvision import transforms\nfrom torchvision.transforms.functional import pil_to_tensor, to_pil_image\n\nCASES = []\n',
  `${definition(dataCode({ ...images, transforms: [{ type: 'Resize' }, { type: 'ToTensor' }] }), 'on_pil')}\n`,
  ...['read', 'column_names', 'numbers'].map((name) => `${definition(dataCode(table), name)}\n`),
  'EMPTY = {""}\n',
  ...cases.map(({ kind, steps }) => {
    const prepared = kind === 'images' ? 'prepare' : 'load_data';
    return `\n# ${steps.map(({ type }) => type).join(', ') || 'No steps'}${definition(dataCode(KINDS[kind].data(steps)), prepared)}\n\nCASES.append(${prepared})\n`;
  }),
].join('\n');

/** Extracts one function from Python code. */
function definition(code: string, name: string): string {
  return new RegExp(`\\ndef ${name}\\(.*(\\n .*)*`).exec(code)![0];
}

it('writes the Python code that PyTorch has run', async () => {
  await expect(python).toMatchFileSnapshot(PYTHON.pathname);
});

it.each(cases.map((one, i) => ({ ...one, i, name: one.steps.map(({ type }) => type).join(', ') })))(
  '$kind, $name: as PyTorch',
  ({ kind, steps, i }) => {
    const { sha256, outputs } = JSON.parse(readFileSync(OUTPUTS, 'utf8')) as {
      sha256: string;
      outputs: number[][];
    };
    expect(sha256).toBe(createHash('sha256').update(readFileSync(PYTHON)).digest('hex'));
    const found = engineOutput(kind, steps);
    expect(found).toHaveLength(outputs[i]!.length);
    found.forEach((value, at) => expect(value).toBeCloseTo(outputs[i]![at]!, 4));
  },
);
