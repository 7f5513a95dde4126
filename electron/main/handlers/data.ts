import { join } from 'node:path';
import { dialog } from 'electron';
import { fetchCifar10 } from '../../../engine/io/fetchCifar10.js';
import type { ChannelName } from '../../ipc/contract.js';
import type { Handlers } from '../answer.js';
import type { Shell } from '../shell.js';

type Mine = Extract<ChannelName, `data.${string}`>;

/** Getting data sets. */
export function dataHandlers(shell: Shell): Pick<Handlers, Mine> {
  return {
    'data.chooseArchive': async () => {
      const { canceled, filePaths } = await dialog.showOpenDialog(shell.window(), {
        title: 'Choose cifar-10-binary.tar.gz',
        properties: ['openFile'],
        filters: [{ name: 'CIFAR-10 archive', extensions: ['gz', 'tgz'] }],
      });
      const [path] = filePaths;
      if (canceled || path === undefined) return null;
      await fetchCifar10(join(shell.dataFolder, 'cifar-10'), { kind: 'archive', path });
      return true;
    },
  };
}
