import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { channels, PUSH_NAMES } from '../ipc/contract.js';

type Listener = (payload: unknown) => void;

/** Calls by area: each sends its input and returns the main process's reply. */
const areas: Record<string, Record<string, (input?: unknown) => Promise<unknown>>> = {};
for (const name of Object.keys(channels)) {
  const [area, call] = name.split('.') as [string, string];
  (areas[area] ??= {})[call] = (input) => ipcRenderer.invoke(name, input);
}

const subscribe = (name: string) => (listener: Listener) => {
  const relay = (_event: unknown, payload: unknown) => listener(payload);
  ipcRenderer.on(`push:${name}`, relay);
  return () => void ipcRenderer.removeListener(`push:${name}`, relay);
};
const on = Object.fromEntries(PUSH_NAMES.map((name) => [name, subscribe(name)]));

// `window.loom` is derived from the contract: one function per channel, one subscription per push.
contextBridge.exposeInMainWorld('loom', { ...areas, on });

// Files dropped on the window. Their path is sent to the main process from here; the page never sees it.
window.addEventListener('dragover', (event) => {
  if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
});
window.addEventListener('drop', (event) => {
  const [file] = event.dataTransfer?.files ?? [];
  if (!file) return;
  event.preventDefault();
  ipcRenderer.send('dropped', pathOf(file));
});

/** `webUtils` exists since Electron 29, `File.path` existed until 31; the app supports both. */
function pathOf(file: File & { readonly path?: string }): string {
  const utils = webUtils as typeof webUtils | undefined;
  return utils?.getPathForFile(file) ?? file.path ?? '';
}
