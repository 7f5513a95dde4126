import type { Theme } from '../../electron/ipc/contract.js';
import { runMenuCommand } from '../actions/commands.js';
import { importTable } from '../actions/data.js';
import { openToken } from '../actions/file.js';
import { valueOrNotice } from '../loom.js';
import { browseAfresh } from '../state/browse.js';
import { useDocument } from '../state/document.js';
import { useTraining } from '../state/training.js';
import { useUi, WORKSPACES } from '../state/ui.js';
import { followEdits } from './edits.js';
import { listenToClipboard, listenToKeys } from './input.js';
import { followProblems } from './problems.js';

/** Wires the window to the main process, the keyboard and the clipboard. Call once, at the start. */
export function connect(): void {
  followProblems();
  followTheme();
  followEngine();
  followEdits();
  followDocument();
  listenToKeys();
  listenToClipboard();
  const { on, app } = window.loom;
  on.menu(runMenuCommand);
  on.openRequest(({ token }) => void openToken(token));
  on.dataDropped(({ kind }) => {
    if (kind === 'table') void importTable('dropped');
    else useUi.setState({ dropped: true, overlay: 'photos' });
  });
  void app.ready({ workspaces: WORKSPACES });
}

function followEngine(): void {
  window.loom.on.engineState((engine) => useTraining.setState({ engine }));
  void valueOrNotice(window.loom.engine.info()).then((engine) => engine && useTraining.setState({ engine }));
}

function followTheme(): void {
  const apply = ({ dark }: Theme) => {
    document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
  };
  window.loom.on.theme(apply);
  void valueOrNotice(window.loom.theme.get()).then((theme) => theme && apply(theme));
}

/** Another project is browsed from the start, though it may be about the same images. */
function followDocument(): void {
  useDocument.subscribe(({ document }, before) => {
    if (document?.token !== before.document?.token) browseAfresh();
  });
}
