import { useEffect } from 'react';
import type { JobResult } from '../../engine/jobs/index.js';
import { isImages } from '../../engine/project/samples.js';
import { type NamedImages, showImages } from '../actions/data.js';
import { loadData } from '../state/browse.js';
import type { TrainedRun } from '../state/understand.js';
import { useApp, useDocument } from '../useApp.js';

/** Shows a set of images in Data, with a model's predictions. */
export type ShowImages = (predictions: JobResult<'classify'>, images: NamedImages) => void;

/** Loads the images that a run was trained on; null for a table, and where the open project has others by now. */
export function useShowImages({ runId, project: { data } }: TrainedRun): ShowImages | null {
  const app = useApp();
  const open = useDocument(({ project }) => project?.data);
  const source = open && isImages(open) ? open.source : null;
  const same = source !== null && JSON.stringify(source) === JSON.stringify(data.source);
  useEffect(() => {
    if (same) void loadData(app, source);
  }, [same, source]);
  return same ? (predictions, images) => void showImages(app, runId, predictions, images) : null;
}
