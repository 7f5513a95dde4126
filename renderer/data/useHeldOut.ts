import { useMemo } from 'react';
import { chooseImages } from '../../engine/data/subset.js';
import { isImages } from '../../engine/project/samples.js';
import { Mt19937 } from '../../engine/random/mt19937.js';
import { splitRows } from '../../engine/train/rows.js';
import type { Loaded } from '../images/messages.js';
import { useDocument } from '../useApp.js';

/** Rows of the images that validate the project's model, which never trains on them; empty if there are none. */
export function useHeldOut(data: Loaded): ReadonlySet<number> {
  const spec = useDocument(({ project }) => (project && isImages(project.data) ? project.data : null));
  const seed = useDocument(({ project }) => project?.training.seed ?? 0);
  return useMemo(() => {
    // Another project's images may still be shown for a moment.
    if (!spec || !spec.classes.every((name) => data.classNames.includes(name))) return new Set();
    const { validation: from } = spec;
    const chosen = chooseImages(spec, data);
    const split = { ...chosen, holdOut: from?.from === 'train' ? from.share : 0 };
    return new Set(splitRows(split, Mt19937.fromSeed(seed)).validation);
  }, [spec, seed, data]);
}
