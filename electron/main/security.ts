import { app, session, type WebContents } from 'electron';

/** Permission to write to the clipboard, but not to read it. */
const COPYING = 'clipboard-sanitized-write';

/**
 * Locks down every page of the app: no navigation to other origins, no new windows, no embedded pages, no downloads,
 * and no permission except writing to the clipboard.
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
  const blockForeign = (event: { preventDefault: () => void }, address: string): void => {
    if (!isOwnAddress(address)) event.preventDefault();
  };
  contents.on('will-navigate', (event) => blockForeign(event, event.url));
  contents.on('will-redirect', (event) => blockForeign(event, event.url));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
