import { CIFAR10_CLASSES } from '../data/cifar10.js';
import { LoomError } from '../errors.js';
import { createNodeEnvironment, dataFolder } from '../io/environment.js';
import type { Command } from './commands.js';
import { table } from './printer.js';

/** `layerloom data`. */
export const data: Command = {
  name: 'data',
  usage: 'data [info]',
  summary: 'What data sets are here.',
  options: {},
  run: async ([what = 'info']) => {
    if (what !== 'info') throw new LoomError('bad-argument', `expected "info", got "${what}"`);
    const { labels, trainCount } = await createNodeEnvironment(() => undefined).loadCifar10();
    const count = (from: number, to: number, label: number) =>
      labels.subarray(from, to).reduce((sum, found) => sum + Number(found === label), 0);
    const rows = CIFAR10_CLASSES.map((name, label): [string, string] => [
      name,
      `${count(0, trainCount, label)} training, ${count(trainCount, labels.length, label)} test`,
    ]);
    process.stdout.write(`${table([['CIFAR-10', dataFolder()], ...rows])}\n`);
    return 0;
  },
};
