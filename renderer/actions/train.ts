import { sentenceOf } from '../../engine/text/index.js';
import { serializeProject } from '../../engine/project/parse.js';
import { valueOrNotice } from '../loom.js';
import { showTransforms } from './data.js';
import { goToProblem } from './goTo.js';
import { once } from './once.js';
import { forgetPredictions } from '../state/browse.js';
import { diagnosisOf } from '../state/diagnosis.js';
import { useDocument } from '../state/document.js';
import { StepSeries } from '../state/series.js';
import { isActive, shownRun, useTraining, type LiveRun } from '../state/training.js';
import { announce, notice, show } from '../state/ui.js';

/** Trains the model as it is drawn, in a new run. */
export async function train(): Promise<void> {
  const { project } = useDocument.getState();
  if (!project) return;
  if (isActive(useTraining.getState().live)) {
    show('train');
    return;
  }
  const { problems, dataProblems } = diagnosisOf(project);
  const [problem] = problems;
  if (problem) {
    goToProblem(problem);
    notice('bad', `The model cannot be trained yet: ${sentenceOf(problem)}`);
    return;
  }
  if (dataProblems[0]) {
    showTransforms();
    notice('bad', `The data cannot be prepared yet: ${sentenceOf(dataProblems[0])}`);
    return;
  }
  await begin(serializeProject(project), null, null, []);
}

/** Goes on with the shown run: to its last epoch when it was interrupted, or for `more` epochs. */
export async function trainOn(more: number): Promise<void> {
  const state = useTraining.getState();
  const shown = shownRun(state);
  if (!shown?.text || isActive(state.live)) return;
  const planned = shown.live?.start?.epochs ?? shown.run?.epochs ?? 0;
  const epochs = Math.max(planned, shown.epochs.length) + more;
  await begin(shown.text, shown.runId, more === 0 ? null : epochs, shown.epochs);
}

/** Pauses, or goes on after a pause. */
export async function pauseOrGoOn(): Promise<void> {
  const { live } = useTraining.getState();
  if (!isActive(live)) return;
  const action = live.status === 'paused' ? 'resume' : 'pause';
  await valueOrNotice(window.loom.engine.control({ jobId: live.jobId, action }));
}

/** Stops between two steps; what was trained is kept. */
export async function stop(): Promise<void> {
  const { live } = useTraining.getState();
  if (!isActive(live)) return;
  useTraining.setState({ live: { ...live, status: 'stopping' } });
  await valueOrNotice(window.loom.engine.control({ jobId: live.jobId, action: 'stop' }));
}

/** Starts a new engine after the old one died. */
export async function restartEngine(): Promise<void> {
  const engine = await valueOrNotice(window.loom.engine.restart());
  if (engine) useTraining.setState({ engine });
}

/** Begins a run, or goes on with the run `resume` after the epochs that are `done`. */
const begin = once(
  async (text: string, resume: string | null, epochs: number | null, done: LiveRun['epochs']) => {
    const { document } = useDocument.getState();
    if (!document) return;
    const started = await valueOrNotice(
      window.loom.engine.train({ token: document.token, text, epochs, resume }),
    );
    if (!started) return;
    const { live: before } = useTraining.getState();
    const live: LiveRun = {
      ...started,
      status: 'queued',
      start: null,
      progress: null,
      epochs: done,
      steps: before?.runId === resume ? before.steps : new StepSeries(),
      notes: [],
      error: null,
      text,
    };
    useTraining.setState({ live, chosen: null });
    forgetPredictions();
    show('train');
    announce('Training started');
  },
);
