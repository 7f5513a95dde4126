import { EventEmitter } from 'node:events';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { catchOpenFiles, projectsIn } from './openFiles.js';

describe('projects among the words of a command line', () => {
  const folder = resolve('/home/me/my models');
  const of = (...words: string[]) => projectsIn(['layerloom', ...words], folder);

  it('are paths, relative ones from where the command was given', () => {
    expect(of('a b.loom', resolve('/other/c.LOOM'))).toEqual([
      resolve(folder, 'a b.loom'),
      resolve('/other/c.LOOM'),
    ]);
  });

  it('are addresses of files, and of nothing else', () => {
    const address = pathToFileURL(resolve(folder, 'größe 1.loom')).href;
    expect(address).toContain('%20');
    expect(of(address)).toEqual([resolve(folder, 'größe 1.loom')]);
    expect(of('file://elsewhere/%00/x.loom', 'file:///%zz.loom')).toEqual([]);
  });

  it('are no switches, no other files, and not the program itself', () => {
    expect(of('--user-data-dir=/tmp/x.loom', '-x.loom', 'picture.png', '.')).toEqual([]);
    expect(projectsIn(['/opt/app.loom'], folder)).toEqual([]);
  });
});

it('files that macOS names before the app is ready wait, and none is opened twice', () => {
  const app = new EventEmitter();
  const follow = catchOpenFiles(app);
  let prevented = 0;
  const name = (file: string) => app.emit('open-file', { preventDefault: () => prevented++ }, file);
  name('/first.loom');
  const opened: string[] = [];
  follow((file) => opened.push(file));
  name('/second.loom');
  expect(opened).toEqual(['/first.loom', '/second.loom']);
  expect(prevented).toBe(2);
});
