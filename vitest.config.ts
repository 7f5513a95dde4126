import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'engine/**/*.test.ts',
      'electron/**/*.test.ts',
      'renderer/**/*.test.ts',
      'scripts/**/*.test.ts',
    ],
    // Tests that run the command line or the worker share one build.
    globalSetup: 'scripts/lib/buildForTests.mjs',
    // onnxruntime reads this before its first thread starts; setting it later has no effect.
    env: { ORT_DISABLE_TELEMETRY: '1' },
    pool: 'forks',
    // Most tests wait for a program that they started: a core kept free would stay idle.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
