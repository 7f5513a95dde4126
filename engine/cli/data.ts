import { CIFAR10_CLASSES } from '../data/cifar10.js';
import { failure } from '../base/problem.js';
import { cifar10Folder, loadImages } from '../io/dataSets.js';
import type { Counted } from '../jobs/schemas.js';
import { fetchCifar10 } from '../jobs/fetchCifar10.js';
import { runHere, type Command } from './command.js';
import { table } from './printer.js';

const USAGE = 'data [info | fetch [ARCHIVE.tar.gz]]';

/** `layerloom data`. */
export const data: Command = {
  name: 'data',
  usage: USAGE,
  summary: 'What data sets are here; fetch gets CIFAR-10 from its author, or from an archive that you have.',
  options: {},
  run: async ([what = 'info', archive, ...more], options) => {
    if (more.length > 0 || (what === 'info' ? archive !== undefined : what !== 'fetch')) {
      throw failure('bad-argument/count', { expected: 'info or fetch', found: more.length });
    }
    if (what === 'fetch') await fetch(archive, options['json'] === true);
    else await info(options['json'] === true);
    return 0;
  },
};

async function info(json: boolean): Promise<void> {
  const { labels, trainCount } = await loadImages({ kind: 'cifar10' });
  const count = (from: number, to: number, label: number) =>
    labels.subarray(from, to).reduce((sum, found) => sum + Number(found === label), 0);
  const classes = CIFAR10_CLASSES.map((name, label) => ({
    name,
    training: count(0, trainCount, label),
    test: count(trainCount, labels.length, label),
  }));
  const folder = cifar10Folder();
  const rows = classes.map(
    ({ name, training, test }) => [name, `${training} training, ${test} test`] as const,
  );
  const text = json
    ? JSON.stringify({ event: 'data', folder, classes })
    : table([['CIFAR-10', folder], ...rows]);
  process.stdout.write(`${text}\n`);
}

async function fetch(archive: string | undefined, json: boolean): Promise<void> {
  const terminal = process.stderr.isTTY;
  const { fetched } = await runHere(
    fetchCifar10,
    { archive: archive ?? null },
    terminal ? { report: showProgress } : {},
  );
  const folder = cifar10Folder();
  if (terminal) process.stderr.write('\r\x1b[K');
  const unread = fetched || archive === undefined ? '' : `; ${archive} was not read`;
  const text = json
    ? JSON.stringify({ event: 'done', folder, fetched })
    : `CIFAR-10 ${fetched ? 'is now' : 'was already'} in ${folder}, with the official SHA-256${unread}`;
  process.stdout.write(`${text}\n`);
}

function showProgress({ done, total }: Counted): void {
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
  const of = total === null ? '' : ` of ${megabytes(total)}`;
  process.stderr.write(`\r\x1b[Kdownloading CIFAR-10: ${megabytes(done)}${of}`);
}
