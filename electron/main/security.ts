import { app, session, type WebContents } from 'electron';

/** Putting things on the clipboard; reading it is not part of this. */
const COPYING = 'clipboard-sanitized-write';

/**
 * Locks what a page could reach out to: no other address, no second window, no embedded page, no
 * permission but to copy a picture when the user says so, no download. Holds for every page the app ever makes.
 */
export function lockDown(isOwnAddress: (address: string) => boolean): void {
  app.on('web-contents-created', (_event, contents) => lockContents(contents, isOwnAddress));
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(permission === COPYING),
  );
  session.defaultSession.setPermissionCheckHandler((_contents, permission) => permission === COPYING);
  session.defaultSession.setDevicePermissionHandler(() => false);
  session.defaultSession.on('will-download', (event) => event.preventDefault());
}

function lockContents(contents: WebContents, isOwnAddress: (address: string) => boolean): void {
  const stay = (event: { preventDefault: () => void }, address: string): void => {
    if (!isOwnAddress(address)) event.preventDefault();
  };
  contents.on('will-navigate', (event) => stay(event, event.url));
  contents.on('will-redirect', (event) => stay(event, event.url));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
