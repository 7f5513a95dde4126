import { valueOrNotice } from '../loom.js';
import { useDocument } from '../state/document.js';
import { useTraining } from '../state/training.js';
import { notice } from '../state/ui.js';

/** The number of distinguishable line styles. */
const MOST_COMPARED = 6;

/** Reloads the open document's runs and the curves of the shown run. */
export async function refreshRuns(): Promise<void> {
  const { document } = useDocument.getState();
  if (!document) return;
  const runs = await valueOrNotice(window.loom.runs.list({ token: document.token }));
  if (!runs || useDocument.getState().document?.token !== document.token) return;
  useTraining.setState({ runs });
  const { chosen, live } = useTraining.getState();
  const shown = chosen ?? live?.runId ?? runs[0]?.runId;
  if (shown !== undefined) await readRun(shown);
}

/** Shows a single stored run and ends any comparison. */
export async function chooseRun(runId: string): Promise<void> {
  useTraining.setState({ chosen: runId, compared: [] });
  await readRun(runId);
}

/** Adds a run to the comparison, or removes it. */
export async function toggleCompared(runId: string): Promise<void> {
  const { compared } = useTraining.getState();
  if (compared.includes(runId)) {
    useTraining.setState({ compared: compared.filter((id) => id !== runId) });
    return;
  }
  if (compared.length >= MOST_COMPARED) {
    notice('info', `At most ${MOST_COMPARED} runs can be compared. Deselect one first.`);
    return;
  }
  useTraining.setState({ compared: [...compared, runId] });
  await readRun(runId);
}

/** Ends the comparison and shows a single run. */
export function endComparison(): void {
  useTraining.setState({ compared: [] });
}

/** Gives a run a name; an empty one removes it. */
export async function renameRun(runId: string, name: string): Promise<void> {
  const { document } = useDocument.getState();
  if (!document) return;
  const request = { token: document.token, runId, name: name.trim() || null };
  await valueOrNotice(window.loom.runs.rename(request));
  await refreshRuns();
}

/** Permanently deletes a run after the user confirms. */
export async function removeRun(runId: string): Promise<void> {
  const { document } = useDocument.getState();
  if (!document) return;
  if (!(await valueOrNotice(window.loom.runs.remove({ token: document.token, runId })))) return;
  const { chosen, compared, live } = useTraining.getState();
  useTraining.setState({
    compared: compared.filter((id) => id !== runId),
    chosen: chosen === runId ? null : chosen,
    live: live?.runId === runId ? null : live,
  });
  await refreshRuns();
}

async function readRun(runId: string): Promise<void> {
  const { document } = useDocument.getState();
  const listed = useTraining.getState().runs.some((run) => run.runId === runId);
  if (!document || !listed) return;
  const detail = await valueOrNotice(window.loom.runs.read({ token: document.token, runId }));
  if (detail) useTraining.setState(({ details }) => ({ details: { ...details, [runId]: detail } }));
}
