import { commands, runCommand } from '../actions/commands.js';
import { copyText, pasteText, removeSelected } from '../actions/edit.js';
import { matches, takesText } from '../actions/keys.js';
import { useUi } from '../state/ui.js';

/** Runs the commands whose shortcuts are pressed. */
export function listenToKeys(): void {
  window.addEventListener('keydown', (event) => {
    if (event.defaultPrevented) return;
    const inText = takesText(event.target);
    const command = commands.find(
      ({ keys, onGraph }) => keys?.some((key) => matches(event, key)) && !(onGraph && inText),
    );
    if (!command) return;
    // With a dialog open, only what opens and closes dialogs makes sense.
    const { overlay, workspace } = useUi.getState();
    if (overlay !== null || (command.onGraph && workspace !== 'build' && !command.id.endsWith('do'))) return;
    event.preventDefault();
    runCommand(command.id);
  });
}

/** Copies, cuts and pastes layers on the graph; text fields keep their own clipboard. */
export function listenToClipboard(): void {
  const onGraph = (event: ClipboardEvent) =>
    useUi.getState().workspace === 'build' &&
    !takesText(event.target) &&
    window.getSelection()?.isCollapsed !== false;
  const put = (event: ClipboardEvent): boolean => {
    const text = onGraph(event) ? copyText() : null;
    if (text === null) return false;
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    return true;
  };
  document.addEventListener('copy', put);
  document.addEventListener('cut', (event) => {
    if (put(event)) removeSelected();
  });
  document.addEventListener('paste', (event) => {
    if (onGraph(event)) pasteText(event.clipboardData?.getData('text/plain') ?? '');
  });
}
