import { serializeProject } from '../../engine/project/parse.js';
import type { Theme } from '../../electron/ipc/contract.js';
import { commands, runCommand, runMenuCommand } from '../actions/commands.js';
import { copyText, pasteText, removeSelected } from '../actions/edit.js';
import { importTable } from '../actions/data.js';
import { openToken } from '../actions/file.js';
import { matches, takesText } from '../actions/keys.js';
import { refreshRuns } from '../actions/runs.js';
import { valueOf, valueOrNotice } from '../loom.js';
import { browseAfresh } from './browse.js';
import { isEdited, useDocument } from './document.js';
import { isActive, receive, useTraining } from './training.js';
import { announce, notice, useUi } from './ui.js';

const AUTOSAVE_MS = 1000;
/** A run that takes longer than this is worth a notification when it ends. */
const LONG_RUN_S = 30;

/** Wires the window to the main process, the keyboard and the clipboard. Call once, at the start. */
export function connect(): void {
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
  on.problem(({ message }) => notice('bad', message));
  void app.ready();
}

function followTheme(): void {
  const apply = ({ dark }: Theme) => {
    document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
  };
  window.loom.on.theme(apply);
  void valueOrNotice(window.loom.theme.get()).then((theme) => theme && apply(theme));
}

function followEngine(): void {
  const { on, engine } = window.loom;
  on.engineState((state) => useTraining.setState({ engine: state }));
  void valueOrNotice(engine.info()).then((state) => state && useTraining.setState({ engine: state }));
  on.engineEvents(({ jobId, events }) => {
    receive(jobId, events);
    showProgress();
    if (events.some(({ event }) => event === 'done' || event === 'error')) jobEnded(jobId);
  });
}

function showProgress(): void {
  const { live } = useTraining.getState();
  const { progress } = live ?? {};
  const fraction = isActive(live) && progress ? progress.stepsDone / progress.stepsTotal : null;
  void window.loom.app.progress({ fraction });
}

function jobEnded(jobId: string): void {
  const { live } = useTraining.getState();
  void refreshRuns();
  if (live?.jobId !== jobId) return;
  const words = {
    finished: 'Training finished',
    stopped: 'Training stopped',
    failed: 'Training failed',
  } as const;
  const text = words[live.status as keyof typeof words];
  announce(text);
  const seconds = live.epochs.reduce((sum, epoch) => sum + epoch.seconds, 0);
  if (seconds < LONG_RUN_S) return;
  const last = live.epochs.at(-1)?.validationAccuracy;
  const body =
    last == null ? 'Open Layerloom to see the curves.' : `Validation accuracy ${(last * 100).toFixed(1)} %.`;
  void window.loom.app.notify({ title: text, body });
}

/** Another project is browsed from the start, though it may be about the same images. */
function followDocument(): void {
  useDocument.subscribe(({ document }, before) => {
    if (document?.token !== before.document?.token) browseAfresh();
  });
}

/** Tells the main process about unsaved changes and keeps them where a crash cannot take them. */
function followEdits(): void {
  let told = '';
  let timer: number | null = null;
  const autosave = () => {
    timer = null;
    const state = useDocument.getState();
    if (!state.document || !state.project || !isEdited(state)) return;
    const input = { token: state.document.token, text: serializeProject(state.project) };
    valueOf(window.loom.project.autosave(input)).catch((problem: unknown) => {
      notice('bad', `Unsaved work could not be kept safe: ${(problem as Error).message}`);
    });
  };
  useDocument.subscribe((state, before) => {
    const { document, project } = state;
    if (!document || !project) {
      told = '';
      return;
    }
    const edited = isEdited(state);
    const name = document.saved ? document.name : project.name;
    if (told !== `${document.token} ${edited} ${name}`) {
      told = `${document.token} ${edited} ${name}`;
      void window.loom.project.setEdited({ token: document.token, edited, name });
    }
    if (project !== before.project && edited) timer ??= window.setTimeout(autosave, AUTOSAVE_MS);
  });
}

function listenToKeys(): void {
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

function listenToClipboard(): void {
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
