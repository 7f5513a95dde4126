import { basename } from 'node:path';
import { failure, locate, problem } from '../base/problem.js';
import type { ImageForm } from '../data/imageSet.js';
import { originProject } from '../exchange/onnx/metadata.js';
import { decodeImage, type ImageTarget, MAX_IMAGE_BYTES } from '../io/decodeImage.js';
import { readBounded } from '../io/files.js';
import { readOnnx } from '../io/onnxFiles.js';
import { readTable, readTableFile } from '../io/tableFiles.js';
import { importImages } from '../jobs/importImages.js';
import { inspectImages } from '../jobs/inspectImages.js';
import { parseProject } from '../project/parse.js';
import { isImages } from '../project/samples.js';
import type { Project } from '../project/schema.js';
import { decimalOf, withRows } from '../project/tableProject.js';
import { messageOf } from '../text/index.js';
import { runHere, type Terminal } from './command.js';

/**
 * A project with the data at `path`, which must have the columns or classes that the project describes. Exported
 * files do not include the data.
 */
export async function withData(
  project: Project,
  path: string | undefined,
  terminal: Terminal,
): Promise<Project> {
  if (path === undefined) return project;
  const { data } = project;
  if (isImages(data)) {
    if (data.source.kind === 'cifar10') throw builtIn();
    const { side, channels, fit = 'crop', background = null } = data.source;
    const labelSet = await labelSetOf(path, data.classes, terminal);
    const { id } = await runHere(terminal, importImages, { path, side, channels, fit, background, labelSet });
    const source = { ...data.source, id };
    return { ...project, data: { ...data, source } as Project['data'] };
  }
  if (data.source.kind === 'table') throw builtIn();
  const { name, bytes } = await readTableFile(path);
  const table = readTable(name, bytes, { decimal: decimalOf(data) });
  if (table.passedOver) {
    terminal.stderr.write(`note: ${messageOf(problem('bad-data/table-lines-unused', table.passedOver))}\n`);
  }
  return { ...project, data: withRows(data, table) };
}

/** The way to label the images at `path` that gives these classes; the default one if none does. */
async function labelSetOf(path: string, wanted: readonly string[], terminal: Terminal): Promise<number> {
  const { labelSets } = await runHere(terminal, inspectImages, { path });
  const fitting = labelSets.findIndex(({ classes }) => {
    const names = new Set(classes.map(({ name }) => name));
    return wanted.every((name) => names.has(name));
  });
  return Math.max(0, fitting);
}

/** Decodes an image file to bytes `[side, side, channels]`, in the form that a model takes. */
export function readPixels(
  path: string,
  { side, channels }: ImageForm,
  decoding: Pick<ImageTarget, 'fit' | 'background'>,
): Promise<Uint8Array> {
  return locate({ kind: 'file', path }, async () => {
    const bytes = await readBounded(path, MAX_IMAGE_BYTES);
    return (await decodeImage(bytes, { height: side, width: side, channels, ...decoding })).pixels;
  });
}

const builtIn = () => failure('bad-argument/data-built-in', {}, { where: { kind: 'option', name: 'data' } });

/** Largest project file that is read. */
const MAX_PROJECT_BYTES = 16 * 1024 * 1024;

/** Reads and checks a project file. */
export async function readProject(file: string): Promise<Project> {
  const bytes = await readBounded(file, MAX_PROJECT_BYTES);
  return parseProject(new TextDecoder().decode(bytes), basename(file));
}

/** A project; or the project that lies in an exported model. */
export async function readStart(file: string): Promise<Project> {
  return isModel(file) ? originProject((await readOnnx(file)).metadata, file) : readProject(file);
}

export const isModel = (file: string) => file.endsWith('.onnx');
