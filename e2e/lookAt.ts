import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { CDPSession, ElectronApplication, Page } from '@playwright/test';
import { expect } from './app.js';

const PICTURES = join(import.meta.dirname, '..', 'test-results', 'screens');
const SIZES = [
  { width: 960, height: 600 },
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
];

/** The axe rules about colors; only these depend on the theme. */
const COLOR_RULES = ['color-contrast', 'link-in-text-block'];

/** Saves a picture of the page, its transitions at their end. Playwright's way takes thrice as long, to compress well. */
async function savePicture(page: Page, session: CDPSession, file: string): Promise<void> {
  await page.evaluate(async () => {
    // Charts take their new size in a frame of their own.
    for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
    for (const animation of document.getAnimations()) {
      if (animation.effect!.getComputedTiming().endTime === Infinity) animation.cancel();
      else animation.finish();
    }
  });
  const picture = await session.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true });
  await writeFile(join(PICTURES, file), Buffer.from(picture.data, 'base64'));
}

/** Saves screenshots, light and dark, small and large, and expects no serious axe violations. */
export async function lookAt(app: ElectronApplication, page: Page, name: string): Promise<void> {
  await mkdir(PICTURES, { recursive: true });
  const session = await page.context().newCDPSession(page);
  for (const theme of ['light', 'dark'] as const) {
    await page.evaluate((choice) => window.loom.theme.set({ choice }), theme);
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    for (const size of SIZES) {
      await app.evaluate(({ BrowserWindow }, { width, height }) => {
        BrowserWindow.getAllWindows()[0]!.setContentSize(width, height);
      }, size);
      await page.waitForFunction(({ width }) => window.innerWidth === width, size);
      await savePicture(page, session, `${name}-${theme}-${size.width}.png`);
    }
    // Electron has one page per window, but axe's default mode would open another.
    const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
    const { violations } = await (theme === 'light' ? axe : axe.withRules(COLOR_RULES)).analyze();
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    const found = grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
    expect(found, `${name}, ${theme}`).toEqual([]);
  }
  await session.detach();
}
