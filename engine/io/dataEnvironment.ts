import { problem, type Problem } from '../base/problem.js';
import { encodingTitle } from '../data/encodings.js';
import type { SkippedFiles } from '../data/imageImport.js';
import { classNotes, countClasses } from '../data/imageSet.js';
import type { DataEnvironment } from '../jobs/environment.js';
import { cifar10Folder, type DataPlaces, imageLoader, saveOwnImages } from './dataSets.js';
import { fetchCifar10 } from './fetchCifar10.js';
import type { Container, Skipped } from './import/container.js';
import { openImport } from './import/index.js';
import { readOnnx } from './onnxFiles.js';

const MAX_SKIPPED_LISTED = 100;
/** The form of images whose own is not known. */
const USUAL = { side: 64, channels: 3 } as const;

/** The environment of the jobs that read data. */
export function createDataEnvironment(places: DataPlaces): DataEnvironment {
  return {
    now: () => performance.now(),
    cifar10Folder: cifar10Folder(places),
    loadImages: imageLoader(places),
    readOnnx,
    openImages: async (path, encoding) => {
      const { name, format, recognized, container, read } = await openImport(path, encoding);
      const { form, labelSets, background = null, suited = USUAL } = recognized;
      const before = labelSets.map(({ passedOver = [] }) => [...container.skipped, ...passedOver]);
      return {
        found: {
          name,
          format,
          form,
          suited: form ?? suited,
          background,
          encoding: container.encoding ?? null,
          labelSets: labelSets.map(({ name, classes, doubt = null, notes = [] }, i) => ({
            name,
            classes,
            doubt,
            notes: [...encodingNotes(container), ...notes, ...classNotes(classes)],
            ...summarize(before[i]!),
          })),
        },
        read: async (options) => {
          const { set, skipped, notes = [] } = await read(options);
          const classes = countClasses(set.labels, set.trainCount, (label) => set.classNames[label]!);
          const early = labelSets[options.labelSet]!.notes ?? [];
          return {
            set,
            classes,
            notes: [...encodingNotes(container), ...early, ...notes, ...classNotes(classes)],
            ...summarize([...before[options.labelSet]!, ...skipped]),
          };
        },
        close: container.close,
      };
    },
    saveImages: (name, set) => saveOwnImages(places.folder, name, set),
    fetchCifar10: (archive, following) =>
      fetchCifar10(
        cifar10Folder(places),
        archive === null
          ? { kind: 'download', url: places.cifar10Url, ...following }
          : { kind: 'archive', path: archive },
      ),
  };
}

/** A warning that the names may be in another encoding. */
function encodingNotes({ encoding }: Container): Problem[] {
  if (!encoding || encoding.plausible.length === 0) return [];
  const [chosen, ...others] = [encoding.id, ...encoding.plausible].map(encodingTitle);
  return [problem('bad-data/names-encoding', { encoding: chosen!, others })];
}

function summarize(skipped: readonly Skipped[]): SkippedFiles {
  const reasons = new Map<string, { why: Problem; count: number }>();
  for (const { why } of skipped) {
    const key = JSON.stringify(why);
    reasons.set(key, { why, count: (reasons.get(key)?.count ?? 0) + 1 });
  }
  return {
    skippedCount: skipped.length,
    reasons: [...reasons.values()].sort((a, b) => b.count - a.count).slice(0, MAX_SKIPPED_LISTED),
    skipped: skipped.slice(0, MAX_SKIPPED_LISTED),
  };
}
