import { commands, runCommand } from '../actions/commands.js';
import { copyText, pasteText, removeSelected } from '../actions/edit.js';
import { matches, acceptsText } from '../actions/keys.js';
import { useUi } from '../state/ui.js';

/** Runs commands by their keyboard shortcuts. */
export function listenToKeys(): void {
  window.addEventListener('keydown', (event) => {
    if (event.defaultPrevented) return;
    const inText = acceptsText(event.target);
    const command = commands.find(
      ({ keys, onGraph }) => keys?.some((key) => matches(event, key)) && !(onGraph && inText),
    );
    if (!command) return;
    // Shortcuts are disabled while a dialog is open; graph shortcuts other than undo and redo work only in Build.
    const { overlay, workspace } = useUi.getState();
    if (overlay !== null || (command.onGraph && workspace !== 'build' && !command.id.endsWith('do'))) return;
    event.preventDefault();
    runCommand(command.id);
  });
}

/** Copies, cuts, and pastes layers on the graph; text fields keep the native behavior. */
export function listenToClipboard(): void {
  const onGraph = (event: ClipboardEvent) =>
    useUi.getState().workspace === 'build' &&
    !acceptsText(event.target) &&
    window.getSelection()?.isCollapsed !== false;
  const copyLayers = (event: ClipboardEvent): boolean => {
    const text = onGraph(event) ? copyText() : null;
    if (text === null) return false;
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    return true;
  };
  document.addEventListener('copy', copyLayers);
  document.addEventListener('cut', (event) => {
    if (copyLayers(event)) removeSelected();
  });
  document.addEventListener('paste', (event) => {
    if (onGraph(event)) pasteText(event.clipboardData?.getData('text/plain') ?? '');
  });
}
