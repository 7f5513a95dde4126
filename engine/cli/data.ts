import { failure } from '../base/problem.js';
import { CIFAR10_CLASSES } from '../data/cifar10.js';
import type { Counted } from '../jobs/define.js';
import { fetchCifar10 } from '../jobs/fetchCifar10.js';
import { type Command, printResult, runHere, type Terminal } from './command.js';
import { table } from './printer.js';

/** `layerloom data`. */
export const data: Command = {
  name: 'data',
  usage: 'data [info | fetch [ARCHIVE.tar.gz]]',
  summary: 'What data sets are here; fetch gets CIFAR-10 from its author, or from an archive that you have.',
  run: async ([what = 'info', archive, ...more], options, terminal) => {
    if (more.length > 0 || (what === 'info' ? archive !== undefined : what !== 'fetch')) {
      throw failure('bad-argument/count', { expected: 'info or fetch', found: more.length });
    }
    const { result, text } = await (what === 'fetch' ? fetch(archive, terminal) : info(terminal));
    printResult(terminal, options, result, () => text);
    return 0;
  },
};

interface Printed {
  readonly result: object;
  readonly text: string;
}

async function info({ environments }: Terminal): Promise<Printed> {
  const { loadImages, cifar10Folder: folder } = environments.data();
  const { labels, trainCount } = await loadImages({ kind: 'cifar10' });
  const count = (from: number, to: number, label: number) =>
    labels.subarray(from, to).reduce((sum, found) => sum + Number(found === label), 0);
  const classes = CIFAR10_CLASSES.map((name, label) => ({
    name,
    training: count(0, trainCount, label),
    test: count(trainCount, labels.length, label),
  }));
  const rows = classes.map((one): [string, string] => [
    one.name,
    `${one.training} training, ${one.test} test`,
  ]);
  return { result: { event: 'data', folder, classes }, text: table([['CIFAR-10', folder], ...rows]) };
}

async function fetch(archive: string | undefined, terminal: Terminal): Promise<Printed> {
  const { stderr, environments } = terminal;
  const report = ({ done, total }: Counted) => {
    if (stderr.isTTY) stderr.write(`\r\x1b[K${progressText(done, total)}`);
  };
  const { fetched } = await runHere(terminal, fetchCifar10, { archive: archive ?? null }, { report });
  const folder = environments.data().cifar10Folder;
  if (stderr.isTTY) stderr.write('\r\x1b[K');
  const unread = fetched || archive === undefined ? '' : `; ${archive} was not read`;
  const text = `CIFAR-10 ${fetched ? 'is now' : 'was already'} in ${folder}, with the official SHA-256${unread}`;
  return { result: { event: 'done', folder, fetched }, text };
}

function progressText(done: number, total: number | null): string {
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
  const of = total === null ? '' : ` of ${megabytes(total)}`;
  return `downloading CIFAR-10: ${megabytes(done)}${of}`;
}
