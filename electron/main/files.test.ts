import { EventEmitter } from 'node:events';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { onOpenFile, projectsIn } from './files.js';

describe('project files among command-line arguments', () => {
  const folder = resolve('/home/me/my models');
  const of = (...words: string[]) => projectsIn(['layerloom', ...words], folder);

  it('can be paths, relative ones resolved against the working directory', () => {
    expect(of('a b.loom', resolve('/other/c.LOOM'))).toEqual([
      resolve(folder, 'a b.loom'),
      resolve('/other/c.LOOM'),
    ]);
  });

  it('can be file URLs, but no other URLs', () => {
    const address = pathToFileURL(resolve(folder, 'größe 1.loom')).href;
    expect(address).toContain('%20');
    expect(of(address)).toEqual([resolve(folder, 'größe 1.loom')]);
    expect(of('file://elsewhere/%00/x.loom', 'file:///%zz.loom')).toEqual([]);
  });

  it('exclude switches, other files, and the program itself', () => {
    expect(of('--user-data-dir=/tmp/x.loom', '-x.loom', 'picture.png', '.')).toEqual([]);
    expect(projectsIn(['/opt/app.loom'], folder)).toEqual([]);
  });
});

it('files that macOS opens before the app is ready are queued, and none is opened twice', async () => {
  const app = new EventEmitter();
  const opened: string[] = [];
  let start = (): void => undefined;
  const ready = new Promise<(file: string) => void>((resolve) => {
    start = () => resolve((file) => opened.push(file));
  });
  onOpenFile(app, ready);
  let prevented = 0;
  const name = (file: string) => app.emit('open-file', { preventDefault: () => prevented++ }, file);
  name('/first.loom');
  await Promise.resolve();
  expect(opened).toEqual([]);
  start();
  name('/second.loom');
  await ready;
  expect(opened).toEqual(['/first.loom', '/second.loom']);
  expect(prevented).toBe(2);
});
