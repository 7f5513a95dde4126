import { createStore } from 'zustand/vanilla';
import { isImages } from '../../engine/project/samples.js';
import type { Reply } from '../../electron/ipc/contract.js';
import { valueOf } from '../loom.js';
import { loadData } from './browse.js';
import type { App } from '../app.js';

/** The progress of a download. */
export interface Progress {
  /** Bytes. */
  readonly done: number;
  /** Bytes; null until the server reports it. */
  readonly total: number | null;
}

/** The first progress report of a download, the reference for its speed: bytes, and time in milliseconds. */
export interface Start {
  readonly done: number;
  readonly at: number;
}

/** The download or check of CIFAR-10, which continues in the background while other screens are shown. */
export interface Fetching {
  readonly doing: 'nothing' | 'downloading' | 'checking';
  /** Error message of the last attempt; null if it did not fail. */
  readonly problem: string | null;
  readonly progress: Progress | null;
  /** Reference point for the download speed. */
  readonly start: Start | null;
}

const NOTHING: Fetching = { doing: 'nothing', problem: null, progress: null, start: null };

/** Makes the store of the download. */
export const createFetching = () => createStore<Fetching>()(() => NOTHING);

/** Downloads CIFAR-10 from its author's site. */
export async function download(app: App): Promise<void> {
  const stop = app.loom.on.downloadProgress((progress) =>
    app.fetching.setState(({ start }) => ({
      progress,
      start: start ?? { done: progress.done, at: performance.now() },
    })),
  );
  await fetchBy(app, 'downloading', app.loom.data.download());
  stop();
}

/** Prompts for the CIFAR-10 archive and extracts the data from it. */
export async function chooseArchive(app: App): Promise<void> {
  await fetchBy(app, 'checking', app.loom.data.chooseArchive());
}

async function fetchBy(
  app: App,
  doing: Fetching['doing'],
  call: Promise<Reply<boolean | null>>,
): Promise<void> {
  app.fetching.setState({ ...NOTHING, doing });
  try {
    const fetched = await valueOf(call);
    app.fetching.setState(NOTHING);
    const data = app.document.getState().project?.data;
    if (fetched && data && isImages(data) && data.source.kind === 'cifar10') await loadData(app, data.source);
  } catch (failed) {
    app.fetching.setState({ ...NOTHING, problem: (failed as Error).message });
  }
}
