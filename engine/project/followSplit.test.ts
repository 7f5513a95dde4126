import { expect, it } from 'vitest';
import { prepareTable } from '../data/preparedTable.js';
import { tableOf } from '../data/table.js';
import { setFigures, setTraining } from './edits.js';
import type { Project, TableDataSpec } from './schema.js';
import { followSplit, tableFigures, withFigures } from './tableFigures.js';
import { templates } from './templates.js';

/** The thermometer with a standardized input and target, whose figures are those of the rows that train. */
function thermometer(): Project & { readonly data: TableDataSpec } {
  const { project } = templates.find(({ id }) => id === 'linear-regressor')!;
  const step = [{ type: 'Standardize', mean: [0], std: [1] }];
  const data = { ...(project.data as TableDataSpec), transforms: step, targetTransforms: step };
  return { ...project, data: withFigures(tableOf(data.source)!, { ...project, data }) };
}

const computed = (project: Project) => {
  const data = project.data as TableDataSpec;
  const prepared = prepareTable(tableOf(data.source)!, data);
  return (['transforms', 'targetTransforms'] as const).map((part) => [
    { type: 'Standardize', ...tableFigures({ ...project, data }, prepared, part, 'Standardize')!.figures },
  ]);
};
const stepsOf = (project: Project) => {
  const { transforms, targetTransforms } = project.data as TableDataSpec;
  return [transforms, targetTransforms];
};

it('computed figures follow the seed and the split', () => {
  const before = thermometer();
  expect(stepsOf(before)).toEqual(computed(before));
  const seeded = setTraining({ seed: 3 })(before);
  expect(stepsOf(seeded)).not.toEqual(stepsOf(before));
  expect(stepsOf(seeded)).toEqual(computed(seeded));
  const split = followSplit(before, { ...before, data: { ...before.data, validation: null } });
  expect(stepsOf(split)).not.toEqual(stepsOf(before));
  expect(stepsOf(split)).toEqual(computed(split));
});

it('figures shortened for reading follow too, those of the user stay', () => {
  const before = thermometer();
  const [input, target] = computed(before).flat() as unknown as { mean: number[]; std: number[] }[];
  const short = ({ mean, std }: { mean: number[]; std: number[] }) => ({
    mean: mean.map((value) => Number(value.toPrecision(6))),
    std: std.map((value) => Number(value.toPrecision(6))),
  });
  const shortened = setFigures(
    'transforms',
    'Standardize',
    short(input!),
  )(setFigures('targetTransforms', 'Standardize', { ...short(target!), mean: [10] })(before));
  const seeded = setTraining({ seed: 3 })(shortened);
  expect(stepsOf(seeded)[0]).toEqual(computed(seeded)[0]);
  expect(stepsOf(seeded)[1]).toEqual(stepsOf(shortened)[1]);
});

it('nothing changes with other settings, and without a table', () => {
  const before = thermometer();
  expect(setTraining({ epochs: 7 })(before).data).toBe(before.data);
  const { project } = templates.find(({ id }) => id === 'convnet')!;
  expect(setTraining({ seed: 3 })(project).data).toBe(project.data);
});
