import { create } from 'zustand';
import { isImages } from '../../engine/project/samples.js';
import type { Reply } from '../../electron/ipc/contract.js';
import { valueOf } from '../loom.js';
import { loadData } from './browse.js';
import { useDocument } from './document.js';

/** How far a download is. */
export interface Progress {
  /** Bytes. */
  readonly done: number;
  /** Bytes; null while the server has not said. */
  readonly total: number | null;
}

/** Where and when a download was first seen, in milliseconds: from there its speed is counted. */
export interface Start {
  readonly done: number;
  readonly at: number;
}

interface Fetching {
  readonly doing: 'nothing' | 'downloading' | 'checking';
  /** Why the last try failed. */
  readonly problem: string | null;
  readonly progress: Progress | null;
  /** Where the download's speed is counted from. */
  readonly start: Start | null;
}

const NOTHING: Fetching = { doing: 'nothing', problem: null, progress: null, start: null };

/** How CIFAR-10 is being had: it goes on while people look at something else. */
export const useFetching = create<Fetching>()(() => NOTHING);

/** Downloads CIFAR-10 from its author. */
export async function download(): Promise<void> {
  const stop = window.loom.on.downloadProgress((progress) =>
    useFetching.setState(({ start }) => ({
      progress,
      start: start ?? { done: progress.done, at: performance.now() },
    })),
  );
  await fetchBy('downloading', window.loom.data.download());
  stop();
}

/** Asks for the archive of CIFAR-10 and takes it from there. */
export async function chooseArchive(): Promise<void> {
  await fetchBy('checking', window.loom.data.chooseArchive());
}

async function fetchBy(doing: Fetching['doing'], call: Promise<Reply<boolean | null>>): Promise<void> {
  useFetching.setState({ ...NOTHING, doing });
  try {
    const fetched = await valueOf(call);
    useFetching.setState(NOTHING);
    const data = useDocument.getState().project?.data;
    if (fetched && data && isImages(data) && data.source.kind === 'cifar10') await loadData(data.source);
  } catch (failed) {
    useFetching.setState({ ...NOTHING, problem: (failed as Error).message });
  }
}
