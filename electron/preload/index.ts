import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { channels } from '../ipc/contract.js';
import { PUSH_NAMES } from '../ipc/pushes.js';

type Listener = (payload: unknown) => void;

/** Calls of one area: each sends its input and answers with the main process's reply. */
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

// `window.loom`, made from the contract: one function a channel, one subscription a push.
contextBridge.exposeInMainWorld('loom', { ...areas, on });

// A project dropped on the window opens. The path goes from here to the main process; the page never sees it.
window.addEventListener('dragover', (event) => {
  if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
});
window.addEventListener('drop', (event) => {
  const [file] = event.dataTransfer?.files ?? [];
  if (!file) return;
  event.preventDefault();
  ipcRenderer.send('dropped', pathOf(file));
});

/** `webUtils` is there from Electron 29 on, `File.path` until 31: the app runs on both. */
function pathOf(file: File & { readonly path?: string }): string {
  const utils = webUtils as typeof webUtils | undefined;
  return utils?.getPathForFile(file) ?? file.path ?? '';
}
