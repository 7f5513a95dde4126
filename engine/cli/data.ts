import { CIFAR10_CLASSES } from '../data/cifar10.js';
import { failure } from '../base/problem.js';
import type { Counted } from '../jobs/schemas.js';
import { fetchCifar10 } from '../jobs/fetchCifar10.js';
import { type Command, runHere, type Terminal } from './command.js';
import { table } from './printer.js';

const USAGE = 'data [info | fetch [ARCHIVE.tar.gz]]';

/** `layerloom data`. */
export const data: Command = {
  name: 'data',
  usage: USAGE,
  summary: 'What data sets are here; fetch gets CIFAR-10 from its author, or from an archive that you have.',
  options: {},
  run: async ([what = 'info', archive, ...more], options, terminal) => {
    if (more.length > 0 || (what === 'info' ? archive !== undefined : what !== 'fetch')) {
      throw failure('bad-argument/count', { expected: 'info or fetch', found: more.length });
    }
    const json = options['json'] === true;
    const text = what === 'fetch' ? await fetch(archive, json, terminal) : await info(json, terminal);
    terminal.stdout.write(`${text}\n`);
    return 0;
  },
};

async function info(json: boolean, { environments }: Terminal): Promise<string> {
  const { loadImages, cifar10Folder: folder } = environments.data();
  const { labels, trainCount } = await loadImages({ kind: 'cifar10' });
  const count = (from: number, to: number, label: number) =>
    labels.subarray(from, to).reduce((sum, found) => sum + Number(found === label), 0);
  const classes = CIFAR10_CLASSES.map((name, label) => ({
    name,
    training: count(0, trainCount, label),
    test: count(trainCount, labels.length, label),
  }));
  const rows = classes.map(
    ({ name, training, test }) => [name, `${training} training, ${test} test`] as const,
  );
  return json ? JSON.stringify({ event: 'data', folder, classes }) : table([['CIFAR-10', folder], ...rows]);
}

async function fetch(archive: string | undefined, json: boolean, terminal: Terminal): Promise<string> {
  const { stderr, environments } = terminal;
  const report = ({ done, total }: Counted) => {
    if (stderr.isTTY) stderr.write(`\r\x1b[K${progressText(done, total)}`);
  };
  const { fetched } = await runHere(terminal, fetchCifar10, { archive: archive ?? null }, { report });
  const folder = environments.data().cifar10Folder;
  if (stderr.isTTY) stderr.write('\r\x1b[K');
  const unread = fetched || archive === undefined ? '' : `; ${archive} was not read`;
  return json
    ? JSON.stringify({ event: 'done', folder, fetched })
    : `CIFAR-10 ${fetched ? 'is now' : 'was already'} in ${folder}, with the official SHA-256${unread}`;
}

function progressText(done: number, total: number | null): string {
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
  const of = total === null ? '' : ` of ${megabytes(total)}`;
  return `downloading CIFAR-10: ${megabytes(done)}${of}`;
}
