/** The oldest runtime that the app is tested on, as Vite names it: Electron 25's. See docs/offline.md. */
export const BUILD_TARGETS = { node: 'node18', chrome: 'chrome114' };
