import { problem } from '../../base/problem.js';
import { decodeText } from '../decodeText.js';
import { annotationsOfEach } from './companions.js';
import { type Container, type Entry, fileName, readEntry, type Skipped } from './container.js';
import { isTestPath, type LabeledFile, type Labeling, labelingOf } from './labels.js';

/** Largest annotation of one image, and largest list of classes, in bytes. */
const MAX_BYTES = 2 ** 20;
const MAX_NAME = 200;
/** Files with the names of YOLO's classes. */
const NAMES = /^(classes|labels|predefined_classes|.*darknet\.labels)\.?(txt|labels)?$|\.names$/i;
const YAML = /\.ya?ml$/i;

/**
 * Labels images by annotations of the objects in them, where all objects of an image are of one class, as in sets for
 * detection that show one object each. Null unless there are two classes.
 */
export async function objectLabels(
  container: Container,
  images: readonly Entry[],
  others: readonly Entry[],
): Promise<Labeling | null> {
  const found = await annotationsOfEach(container, images, others);
  if (!found) return null;
  const { format, files, objects } = found;
  const names = format === 'YOLO' ? await classNames(container, others) : null;
  const wanted = new Map(files.map((one) => [one.entry, one]));
  const labels = new Map<Entry, ReadonlySet<string>>();
  for await (const one of container.read(new Set(wanted.keys()), MAX_BYTES)) {
    if (!('bytes' in one)) continue;
    const shown = objects(decodeText(one.bytes).text).map((name) => names?.list[Number(name)] ?? name);
    labels.set(wanted.get(one.entry)!.image, new Set(shown.map((name) => name.slice(0, MAX_NAME))));
  }
  const labeled: LabeledFile[] = [];
  const passedOver: Skipped[] = [];
  for (const entry of images) {
    const [name, ...more] = labels.get(entry) ?? [];
    if (name !== undefined && more.length === 0) labeled.push({ entry, name, test: isTestPath(entry) });
    else {
      const why = name === undefined ? 'bad-data/skipped-no-object' : 'bad-data/skipped-two-labels';
      passedOver.push({ file: entry.path, why: problem(why, {}) });
    }
  }
  const tables = [...files.map(({ entry }) => entry.path), ...(names ? [names.path] : [])];
  const notes = [problem('bad-data/objects-as-labels', { format, images: labeled.length })];
  const labeling = labelingOf(`Objects (${format})`, labeled, passedOver, tables, notes);
  return labeling && labeling.classNames.length > 1 ? labeling : null;
}

/** The names of YOLO's classes by number, from a list of lines or the `names` of a YAML file. */
async function classNames(container: Container, others: readonly Entry[]) {
  const small = others.filter(({ size }) => size <= MAX_BYTES);
  const listed = small.find((entry) => NAMES.test(fileName(entry)));
  const described = small.find((entry) => YAML.test(entry.path));
  const file = listed ?? described;
  if (!file) return null;
  const { text } = decodeText(await readEntry(container, file, MAX_BYTES));
  const list = listed ? text.split('\n').map((line) => line.trim()) : namesInYaml(text);
  return list.length > 0 ? { path: file.path, list } : null;
}

/** The list under `names`: `[cat, dog]`, or a line for each with a dash or its number. */
function namesInYaml(text: string): readonly string[] {
  const plain = (name: string) => name.trim().replace(/^(['"])(.*)\1$/, '$2');
  const [, inline] = /^names\s*:\s*\[([^\]]*)\]/m.exec(text) ?? [];
  if (inline !== undefined) return inline.split(',').map(plain);
  const [, block = ''] = /^names\s*:\s*\n((?:\s*(?:-|\d+\s*:)[^\n]*\n?)+)/m.exec(text) ?? [];
  return block.split('\n').flatMap((line) => {
    const [, name] = /^\s*(?:-|\d+\s*:)\s*(.+?)\s*$/.exec(line) ?? [];
    return name === undefined ? [] : [plain(name)];
  });
}
