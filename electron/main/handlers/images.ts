import { dialog } from 'electron';
import { failure } from '../../../engine/base/problem.js';
import type { ChannelName } from '../../ipc/contract.js';
import type { Handlers } from '../answer.js';
import { startImport, type ImageImport } from '../imageImport.js';
import type { Shell } from '../shell.js';

type Mine = Extract<ChannelName, `images.${string}`>;

/** Handlers that import the user's own images: inspect, then read. */
export function imageHandlers(shell: Shell): Pick<Handlers, Mine> {
  let current: ImageImport | null = null;
  let reading = false;
  const end = () => {
    current?.cancel();
    current = null;
  };
  return {
    'images.choose': async (from) => {
      if (reading) throw failure('shell/busy', { with: 'import' });
      const path = from === 'dropped' ? shell.takeDropped() : await ask(shell, from);
      if (path === null) return null;
      end();
      current = startImport(path, (problem) => shell.log('while importing images', problem));
      return current.found;
    },
    'images.import': async (choices) => {
      if (!current) throw failure('shell/nothing-to-import', {});
      if (reading) throw failure('shell/busy', { with: 'import' });
      reading = true;
      try {
        const images = await current.read(shell.dataFolder, choices, (progress) =>
          shell.push('importProgress', progress),
        );
        current = null;
        return images;
      } finally {
        reading = false;
      }
    },
    'images.cancel': () => {
      end();
      return null;
    },
  };
}

async function ask(shell: Shell, what: 'folder' | 'file'): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(
    shell.window(),
    what === 'folder'
      ? { title: 'Choose a folder with images', properties: ['openDirectory'] }
      : { title: 'Choose an archive or a data file with images', properties: ['openFile'] },
  );
  return canceled ? null : (filePaths[0] ?? null);
}
