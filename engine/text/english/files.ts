import type { DownloadFailure, FileIdentity } from '../../base/facts.js';
import { counted } from './phrases.js';
import type { Sentences } from '../language.js';

/** Reasons by the system's error code; its own message would name system calls and temporary files. */
const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file or folder. It may have been moved or deleted.',
  ENOTDIR: 'There is no such file or folder. It may have been moved or deleted.',
  EISDIR: 'Expected a file, but this is a folder.',
  EACCES: 'You do not have permission to read this. Change its permissions.',
  EPERM: 'You do not have permission to read this. Change its permissions.',
};

const UNWRITABLE: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist. Create it, or choose another place.',
  ENOTDIR: 'its folder is a file. Choose another place.',
  EISDIR: 'it is a folder. Enter the name of a file.',
  EFTYPE: 'it is a device or a pipe. Enter the name of a file.',
  ELOOP: 'it is a link that leads back to itself. Choose another place.',
  EACCES: 'you do not have permission, or the file is read-only. Make it writable, or choose another place.',
  EPERM: 'you do not have permission. Choose another place.',
  EROFS: 'the disk is read-only. Choose another place.',
  ENOSPC: 'the disk is full. Free some space, or choose another place.',
};

const DATA_FOLDER: Readonly<Record<string, string>> = {
  EACCES: 'you do not have permission',
  EPERM: 'you do not have permission',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
};

const AGAIN = 'Download the data set again.';

/** Files, and data sets stored in them. */
export const files = {
  'io/unreadable': ({ code, said }) => UNREADABLE[code ?? ''] ?? `This cannot be read: ${said}.`,
  'io/not-a-file': () => 'Expected a file.',
  'io/too-large': ({ bytes, most }) =>
    `This file has ${counted(bytes, 'byte')}, but at most ${counted(most, 'byte')} can be read.`,
  'io/unwritable': ({ code, said }) => {
    const reason = UNWRITABLE[code ?? ''] ?? `${said}. Free some space, or choose another place.`;
    return `Cannot write this file${code === null ? '' : ` (${code})`}, so nothing was changed: ${reason}`;
  },
  'io/unwritable-folder': ({ said }) => `Cannot write to this folder: ${said}. Choose another folder.`,
  'io/data-folder-unwritable': ({ code, said }) => {
    const reason = DATA_FOLDER[code ?? ''] ?? said;
    return `Data sets are stored in this folder, but it cannot be written: ${reason}. Change that, or start Layerloom with the environment variable LAYERLOOM_DATA_DIR set to another folder.`;
  },
  'io/file-exists': () => 'This file exists already.',
  'io/run-exists': () =>
    'This folder contains a run already. Choose another folder, or delete the run first.',
  'io/run-in-use': ({ pid, host, claim }) =>
    host === null
      ? `This run is being trained elsewhere (by process ${pid}). Wait until it has ended, or stop it there.`
      : `This run is being trained on another machine (${host}). Wait until it has ended, or stop it there; if it is not trained there any more, delete ${claim} in its folder.`,
  'interrupted/canceled': ({ what }) => `The ${what} was canceled; nothing was kept.`,
  'missing-data/download': (failed) =>
    `The download failed: ${downloadText(failed)}. Try again later, or choose a copy of the archive that you have.`,
  'missing-data/file': () => 'This file was not found.',
  'missing-data/cifar10': () => `CIFAR-10 is not complete: this file is missing, or cannot be read. ${AGAIN}`,
  'bad-data/cifar10-file': ({ expected, found }) =>
    `This file is truncated or damaged: expected ${identityText(expected)}, got ${identityText(found)}. ${AGAIN}`,
  'bad-data/cifar10-archive': ({ said }) =>
    `This is not the archive cifar-10-binary.tar.gz: ${said}. Nothing was written.`,
  'bad-data/cifar10-archive-lacks': ({ file }) =>
    `This is not the archive cifar-10-binary.tar.gz: it does not contain ${file}. Nothing was written.`,
  'bad-data/cifar10-archive-changed': ({ file }) =>
    `This is not CIFAR-10 as it was published: ${file} has another SHA-256. Nothing was written.`,
  'missing-data/images': ({ name }) => `The images "${name}" are not on this machine. Import them again.`,
  'bad-data/images-changed': ({ name }) =>
    `The stored images "${name}" are damaged: they are not those that were imported. Import them again.`,
  'bad-argument/empty-image': () => 'This image file is empty.',
  'bad-argument/bmp-image': () => 'This is a BMP file, a format that cannot be read. Convert it to PNG.',
  'bad-argument/lfs-pointer': () =>
    'This is a Git LFS pointer, not the image itself. Download the images with "git lfs pull".',
  'bad-argument/image-format': ({ format }) =>
    `This is an image in the ${format} format, which cannot be read. Convert it to PNG or JPEG.`,
  'bad-argument/image-too-large': () =>
    'This image would take more than 256 MB of memory to decode. Save it with fewer pixels.',
  'bad-argument/image-too-slow': () =>
    'This image takes longer than 2 seconds to decode. Save it with fewer pixels.',
  'bad-argument/image': ({ said }) =>
    `This image cannot be read: ${said}. PNG, JPEG, WebP, GIF, TIFF, AVIF and PPM files can.`,
} satisfies Partial<Sentences>;

const identityText = ({ bytes, sha256 }: FileIdentity) =>
  `${counted(bytes, 'byte')} with SHA-256 ${sha256.slice(0, 12)}…`;

function downloadText(failed: DownloadFailure): string {
  switch (failed.how) {
    case 'unreachable':
      return `the server cannot be reached (${failed.said})`;
    case 'status':
      return `the server answered with status ${failed.status}`;
    case 'idle':
      return `no data arrived for ${counted(failed.seconds, 'second')}`;
    case 'incomplete':
      return 'the connection was lost repeatedly';
    case 'too-large':
      return `the file is larger than the expected ${counted(failed.most, 'byte')}`;
  }
}
