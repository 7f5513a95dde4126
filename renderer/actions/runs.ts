import type { App } from '../app.js';
import { valueOrNotice } from '../loom.js';
import { notice } from '../state/ui.js';

/** The number of distinguishable line styles. */
const MOST_COMPARED = 6;

/** Reloads the open document's runs and the curves of the shown run. */
export async function refreshRuns(app: App): Promise<void> {
  const { document } = app.document.getState();
  if (!document) return;
  const runs = await valueOrNotice(app, app.loom.runs.list({ token: document.token }));
  if (!runs || app.document.getState().document?.token !== document.token) return;
  app.training.setState({ runs });
  const { chosen, live } = app.training.getState();
  const shown = chosen ?? live?.runId ?? runs[0]?.runId;
  if (shown !== undefined) await readRun(app, shown);
}

/** Shows a single stored run and ends any comparison. */
export async function chooseRun(app: App, runId: string): Promise<void> {
  app.training.setState({ chosen: runId, compared: [] });
  await readRun(app, runId);
}

/** Adds a run to the comparison, or removes it. */
export async function toggleCompared(app: App, runId: string): Promise<void> {
  const { compared } = app.training.getState();
  if (compared.includes(runId)) {
    app.training.setState({ compared: compared.filter((id) => id !== runId) });
    return;
  }
  if (compared.length >= MOST_COMPARED) {
    notice(app, 'info', `At most ${MOST_COMPARED} runs can be compared. Deselect one first.`);
    return;
  }
  app.training.setState({ compared: [...compared, runId] });
  await readRun(app, runId);
}

/** Ends the comparison and shows a single run. */
export function endComparison(app: App): void {
  app.training.setState({ compared: [] });
}

/** Gives a run a name; an empty one removes it. */
export async function renameRun(app: App, runId: string, name: string): Promise<void> {
  const { document } = app.document.getState();
  if (!document) return;
  const request = { token: document.token, runId, name: name.trim() || null };
  await valueOrNotice(app, app.loom.runs.rename(request));
  await refreshRuns(app);
}

/** Permanently deletes a run after the user confirms. */
export async function removeRun(app: App, runId: string): Promise<void> {
  const { document } = app.document.getState();
  if (!document) return;
  if (!(await valueOrNotice(app, app.loom.runs.remove({ token: document.token, runId })))) return;
  const { chosen, compared, live } = app.training.getState();
  app.training.setState({
    compared: compared.filter((id) => id !== runId),
    chosen: chosen === runId ? null : chosen,
    live: live?.runId === runId ? null : live,
  });
  await refreshRuns(app);
}

/** Reads a stored run's project and curves. */
export async function readRun(app: App, runId: string): Promise<void> {
  const { document } = app.document.getState();
  const listed = app.training.getState().runs.some((run) => run.runId === runId);
  if (!document || !listed) return;
  const detail = await valueOrNotice(app, app.loom.runs.read({ token: document.token, runId }));
  if (detail) app.training.setState(({ details }) => ({ details: { ...details, [runId]: detail } }));
}
