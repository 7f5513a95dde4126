import { createStore } from 'zustand/vanilla';
import { isImages } from '../../engine/project/samples.js';
import type { Counted } from '../../engine/jobs/define.js';
import type { RunningJob } from '../jobs.js';
import { loadData } from './browse.js';
import type { App } from '../app.js';

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
  readonly job: RunningJob<'fetchCifar10'> | null;
  /** Bytes. */
  readonly progress: Counted | null;
  /** Reference point for the download speed. */
  readonly start: Start | null;
}

const NOTHING: Fetching = { doing: 'nothing', problem: null, job: null, progress: null, start: null };

/** Makes the store of the download. */
export const createFetching = () => createStore<Fetching>()(() => NOTHING);

/** Downloads CIFAR-10 from its author's site. */
export async function download(app: App): Promise<void> {
  const onProgress = (counts: readonly Counted[]) => {
    const progress = counts.at(-1)!;
    app.fetching.setState(({ start }) => ({
      progress,
      start: start ?? { done: progress.done, at: performance.now() },
    }));
  };
  await follow(app, 'downloading', app.jobs.run('fetchCifar10', { archive: null }, { onProgress }));
}

/** Prompts for the CIFAR-10 archive and extracts the data from it. */
export async function chooseArchive(app: App): Promise<void> {
  await follow(app, 'checking', app.jobs.run('fetchCifar10', { archive: 'ask' }));
}

/** Cancels the download; nothing is kept. */
export function cancelDownload(app: App): void {
  app.fetching.getState().job?.stop();
}

async function follow(app: App, doing: Fetching['doing'], job: RunningJob<'fetchCifar10'>): Promise<void> {
  app.fetching.setState({ ...NOTHING, doing, job });
  try {
    const result = await job.result;
    app.fetching.setState(NOTHING);
    const data = app.document.getState().project?.data;
    if (result && data && isImages(data) && data.source.kind === 'cifar10') await loadData(app, data.source);
  } catch (failed) {
    app.fetching.setState({ ...NOTHING, problem: (failed as Error).message });
  }
}
