import Module from 'node:module';
import { constants } from 'node:os';

/** Loads a compiled module, as Node's table of file endings does. */
type Load = (module: NodeJS.Module, file: string) => void;

/**
 * Makes sharp use the GLib that it brings, on Linux: Electron has loaded the desktop's already, and sharp would
 * find that one first. It knows nothing of libvips' objects, so none is ever freed: every decoded image stays in
 * memory, and with newer GLibs than Debian 12's the process crashes (https://github.com/lovell/sharp/issues/4522).
 */
export function loadImageDecoder(): void {
  if (process.platform !== 'linux') return;
  const { RTLD_NOW, RTLD_DEEPBIND } = constants.dlopen;
  // libvips first and in the usual way: bound deeply it would free with glibc what Electron's allocator gave it.
  const libvips = require.resolve(`@img/sharp-libvips-linux-${process.arch}/binary`);
  try {
    process.dlopen({ exports: {} }, libvips, RTLD_NOW);
  } catch {
    // It is no module of Node's, but it stays loaded.
  }
  const { _extensions } = Module as unknown as { _extensions: Record<'.node', Load> };
  // sharp's own symbols, then those of libvips, and only then everyone's.
  _extensions['.node'] = (module, file) => process.dlopen(module, file, RTLD_NOW | RTLD_DEEPBIND);
}
