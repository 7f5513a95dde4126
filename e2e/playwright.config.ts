import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results/runs',
  // One window at a time: the app trains on all cores.
  workers: 1,
  timeout: 120_000,
  reporter: [['list']],
  use: { trace: 'retain-on-failure' },
});
