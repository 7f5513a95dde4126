import Module from 'node:module';
import { constants } from 'node:os';

/** A loader of native modules in Node's `Module._extensions`. */
type Load = (module: NodeJS.Module, file: string) => void;

/**
 * Makes sharp use its bundled GLib on Linux. Electron has already loaded the desktop's GLib, and sharp would resolve
 * its symbols there first. That copy knows nothing of libvips' objects and never frees them: every decoded image stays
 * in memory, and with a newer GLib than Debian 12's the process crashes (https://github.com/lovell/sharp/issues/4522).
 */
export function loadImageDecoder(): void {
  if (process.platform !== 'linux') return;
  const { RTLD_NOW, RTLD_DEEPBIND } = constants.dlopen;
  // libvips comes first and without RTLD_DEEPBIND, which would make it free memory of Electron's allocator with glibc.
  const libvips = require.resolve(`@img/sharp-libvips-linux-${process.arch}/binary`);
  try {
    process.dlopen({ exports: {} }, libvips, RTLD_NOW);
  } catch {
    // This error is expected: libvips isn't a Node module. The library stays loaded.
  }
  const { _extensions } = Module as unknown as { _extensions: Record<'.node', Load> };
  // Resolve sharp's own symbols first, then those of libvips, then global ones.
  _extensions['.node'] = (module, file) => process.dlopen(module, file, RTLD_NOW | RTLD_DEEPBIND);
}
