import { runCommandLine } from '../cli/run.js';
import type { Terminal } from '../cli/command.js';
import type { ImageSet } from '../data/imageSet.js';
import { createDataEnvironment } from '../io/dataEnvironment.js';
import { createNodeEnvironment } from '../io/environment.js';
import { places } from './loom.js';

/** The environments of the data sets in a folder, which are read once. */
function environmentsIn(folder: string): Terminal['environments'] {
  const engine = createNodeEnvironment({ ...places, folder });
  const data = createDataEnvironment({ ...places, folder });
  const read = new Map<string, Promise<ImageSet>>();
  const loadImages: typeof engine.loadImages = (source) => {
    const key = JSON.stringify(source);
    const images = read.get(key) ?? engine.loadImages(source);
    read.set(key, images);
    return images;
  };
  return { engine: () => ({ ...engine, loadImages }), data: () => ({ ...data, loadImages }) };
}

const prepared = environmentsIn(places.folder);

/** Runs the command line to its end, in this process, with the prepared data sets or those in `folder`. */
export async function runLoom(args: readonly string[], folder?: string) {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const status = await runCommandLine(args, {
    stdout: { write: (text) => stdout.push(text) },
    stderr: { write: (text) => stderr.push(text) },
    onInterrupt: () => undefined,
    environments: folder === undefined ? prepared : environmentsIn(folder),
  });
  return { status, stdout: stdout.join(''), stderr: stderr.join('') };
}
