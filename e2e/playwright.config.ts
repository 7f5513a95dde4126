import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results/runs',
  // Apps on the same display share its clipboard, so they can't run in parallel.
  workers: process.env['LAYERLOOM_E2E_DISPLAY'] === 'virtual' ? 2 : 1,
  fullyParallel: true,
  timeout: 120_000,
  // One window that does not open must not fail a whole run; a test that needed this is reported as flaky.
  retries: process.env['CI'] ? 1 : 0,
  reporter: [['list']],
  use: { trace: 'on-first-retry' },
});
