import { afterAll, expect, it } from 'vitest';
import { createNodeEnvironment } from '../io/environment.js';
import { askJob } from '../testing/training.js';
import { places, readExample } from '../testing/loom.js';
import { estimateTraining } from './estimateTraining.js';

const environment = createNodeEnvironment(places);
afterAll(() => environment.models.dispose());

const secondsOf = async (example: string) => {
  const project = JSON.stringify(readExample(example));
  return (await askJob(environment, estimateTraining, { project })).seconds;
};

it('measures without the data how long an example trains', async () => {
  const [line, birds] = [await secondsOf('thermometer-linear'), await secondsOf('birds-vs-airplanes')];
  expect(line).toBeGreaterThan(0);
  expect(birds).toBeGreaterThan(line);
});
