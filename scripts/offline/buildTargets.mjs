/** Vite's names for the oldest runtime that the app is tested on, Electron 25. See docs/offline.md. */
export const BUILD_TARGETS = { node: 'node18', chrome: 'chrome114' };
