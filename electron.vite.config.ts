import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { BUILD_TARGETS } from './scripts/offline/buildTargets.mjs';

// Said explicitly: the tools would follow the installed Electron, which is newer than the oldest that the app runs on.
const { node: NODE, chrome: CHROME } = BUILD_TARGETS;
// The oldest runtime's main process, and the processes that it starts, must be CommonJS.
const commonjs = { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name].cjs' } as const;
const DEV_SERVER = { host: '127.0.0.1', port: 5173 };

export default defineConfig({
  main: {
    build: {
      target: NODE,
      rollupOptions: {
        input: {
          index: 'electron/main/index.ts',
          engine: 'electron/engine/index.ts',
          engineWorker: 'electron/engine/worker.ts',
          data: 'electron/data/index.ts',
        },
        output: commonjs,
      },
    },
  },
  preload: {
    build: {
      target: NODE,
      externalizeDeps: false,
      rollupOptions: { input: { index: 'electron/preload/index.ts' }, output: commonjs },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react()],
    // The window's address is app:, so vite's client must be told where its server is.
    server: { ...DEV_SERVER, strictPort: true, hmr: { host: DEV_SERVER.host, clientPort: DEV_SERVER.port } },
    build: {
      target: CHROME,
      outDir: 'out/renderer',
      // Inlined files would be data: addresses, which the content security policy allows for images only.
      assetsInlineLimit: 0,
      rollupOptions: { input: { index: resolve('renderer/index.html') } },
    },
  },
});
