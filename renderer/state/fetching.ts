import { create } from 'zustand';
import { isImages } from '../../engine/project/samples.js';
import type { Reply } from '../../electron/ipc/contract.js';
import { valueOf } from '../loom.js';
import { loadData } from './browse.js';
import { useDocument } from './document.js';

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

interface Fetching {
  readonly doing: 'nothing' | 'downloading' | 'checking';
  /** Error message of the last attempt; null if it did not fail. */
  readonly problem: string | null;
  readonly progress: Progress | null;
  /** Reference point for the download speed. */
  readonly start: Start | null;
}

const NOTHING: Fetching = { doing: 'nothing', problem: null, progress: null, start: null };

/** The download or check of CIFAR-10, which continues in the background while other screens are shown. */
export const useFetching = create<Fetching>()(() => NOTHING);

/** Downloads CIFAR-10 from its author's site. */
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

/** Prompts for the CIFAR-10 archive and extracts the data from it. */
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
