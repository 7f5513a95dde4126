import { app, session, type WebContents } from 'electron';

/**
 * Locks what a page could reach out to: no other address, no second window, no embedded page, no
 * permission, no download. Holds for every page the app ever makes.
 */
export function lockDown(isOwnAddress: (address: string) => boolean): void {
  app.on('web-contents-created', (_event, contents) => lockContents(contents, isOwnAddress));
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
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
