import { defineConfig } from 'vitest/config';

/** Tests that change a module which others read. */
const ALONE = ['renderer/data/newTransform.test.ts'];

export default defineConfig({
  test: {
    // Tests that run the command line or the worker share one build.
    globalSetup: 'scripts/lib/buildForTests.mjs',
    // onnxruntime reads this before its first thread starts; setting it later has no effect.
    env: { ORT_DISABLE_TELEMETRY: '1' },
    pool: 'forks',
    // Most tests wait for a program that they started: a core kept free would stay idle.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      // One process runs many files, and loads the engine and the images once: half the time of small files.
      {
        extends: true,
        test: {
          name: 'shared',
          isolate: false,
          include: [
            'engine/**/*.test.ts',
            'electron/**/*.test.ts',
            'renderer/**/*.test.ts',
            'scripts/**/*.test.ts',
          ],
          exclude: ALONE,
        },
      },
      { extends: true, test: { name: 'alone', include: ALONE } },
    ],
  },
});
