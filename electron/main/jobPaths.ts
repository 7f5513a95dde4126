import { basename, join } from 'node:path';
import { dialog, type OpenDialogOptions } from 'electron';
import { failure } from '../../engine/base/problem.js';
import type { PathKind } from '../../engine/jobs/define.js';
import { newRunId } from '../../engine/runs/folder.js';
import { references, type Reference } from '../ipc/jobs.js';
import type { Shell } from './shell.js';

/** A path that the window named, and how it is told of it. */
interface ResolvedPath {
  readonly path: string;
  readonly token: string;
  readonly name: string;
}

/** Null when a dialog was canceled. */
type Resolve<K extends PathKind> = (reference: Reference<K>) => Promise<ResolvedPath | null>;

/** The paths among a job's inputs by field, and what the window learns of them. */
interface ResolvedPaths {
  readonly paths: Readonly<Record<string, string>>;
  readonly accepted: Readonly<Record<string, Omit<ResolvedPath, 'path'>>>;
}

/** Null when a dialog was canceled. */
type PathResolver = (
  kinds: Readonly<Record<string, PathKind>>,
  request: Readonly<Record<string, unknown>>,
) => Promise<ResolvedPaths | null>;

/** Makes the function that turns the references in a job's request into paths. */
export function createPathResolver({ window, documents, files, takeDropped }: Shell): PathResolver {
  const file = (path: string): ResolvedPath => ({ path, token: files.of(path), name: basename(path) });
  const open = async (options: OpenDialogOptions): Promise<ResolvedPath | null> => {
    const { canceled, filePaths } = await dialog.showOpenDialog(window(), options);
    const [path] = filePaths;
    return canceled || path === undefined ? null : file(path);
  };
  const run = async (token: string, runId: string): Promise<ResolvedPath> => ({
    path: join(await documents.runsFolder(token), runId),
    token: runId,
    name: runId,
  });

  const resolvers: { readonly [K in PathKind]: Resolve<K> } = {
    run: ({ token, runId }) => run(token, runId),
    trainedRun: ({ token, resume }) => run(token, resume ?? newRunId(new Date())),
    newModel: async ({ name }) => {
      const { canceled, filePath } = await dialog.showSaveDialog(window(), {
        title: 'ONNX model',
        defaultPath: `${name}.onnx`,
        filters: [{ name: 'ONNX model', extensions: ['onnx'] }],
      });
      return canceled || !filePath ? null : file(filePath);
    },
    images: async (from) => {
      if (from === 'folder')
        return open({ title: 'Choose a folder with images', properties: ['openDirectory'] });
      if (from === 'file')
        return open({ title: 'Choose an archive or a data file with images', properties: ['openFile'] });
      const dropped = takeDropped();
      return dropped === null ? null : file(dropped);
    },
    cifar10Archive: () =>
      open({
        title: 'Choose cifar-10-binary.tar.gz',
        properties: ['openFile'],
        filters: [{ name: 'CIFAR-10 archive', extensions: ['gz', 'tgz'] }],
      }),
    known: (token) => {
      const path = files.path(token);
      if (path === undefined) throw failure('shell/unknown-file', {});
      return Promise.resolve(file(path));
    },
  };

  return async (kinds, request) => {
    const paths: Record<string, string> = {};
    const accepted: Record<string, Omit<ResolvedPath, 'path'>> = {};
    for (const [field, kind] of Object.entries(kinds)) {
      // An input without a path; the job's schema says whether it may be.
      if (request[field] == null) continue;
      const resolve = resolvers[kind] as Resolve<PathKind>;
      const found = await resolve(references[kind].parse(request[field]));
      if (!found) return null;
      const { path, ...shown } = found;
      paths[field] = path;
      accepted[field] = shown;
    }
    return { paths, accepted };
  };
}
