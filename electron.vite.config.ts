import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

// The oldest runtime that the app is tested on is Electron 25: Node 18 and Chrome 114. Its main process and
// the processes that it starts must be CommonJS. The tools would follow the installed Electron's newer versions, so all is said.
const NODE = 'node18';
const CHROME = 'chrome114';
const commonjs = { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name].cjs' } as const;

export default defineConfig({
  main: {
    build: {
      target: NODE,
      rollupOptions: {
        input: {
          index: 'electron/main/index.ts',
          engine: 'electron/engine/index.ts',
          importer: 'electron/importer/index.ts',
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
    build: {
      target: CHROME,
      outDir: 'out/renderer',
      // Inlined files would be data: addresses, which the content security policy allows for images only.
      assetsInlineLimit: 0,
      rollupOptions: { input: { index: 'renderer/index.html' } },
    },
  },
});
