import { summarize } from '../../engine/nn/model/summary.js';
import { showTransforms } from '../actions/data.js';
import { goToProblem } from '../actions/problems.js';
import { count, size } from '../ui/format.js';
import css from './shell.module.css';
import { useApp, useDiagnosis, useDocument, useTraining } from '../useApp.js';

/** Problems, size of the model, device. */
export function StatusBar() {
  const open = useDocument((state) => state.project !== null);
  return (
    <footer className={css['status']}>
      {open && <ModelStatus />}
      <span className={css['spring']} />
      <EngineStatus />
    </footer>
  );
}

function ModelStatus() {
  const app = useApp();
  const diagnosis = useDiagnosis();
  if (!diagnosis) return null;
  const { problems, dataProblems, model, reports } = diagnosis;
  if (reports.length === 0) return <span>No layers yet</span>;
  const found = problems.length + dataProblems.length;
  const goToFirst = () => {
    if (problems[0]) goToProblem(app, problems[0]);
    else showTransforms(app);
  };
  return (
    <>
      {found === 0 ? (
        <span className={css['ok']}>✓ No problems</span>
      ) : (
        <button
          type="button"
          className={`${css['statusButton'] ?? ''} ${css['bad'] ?? ''}`}
          onClick={goToFirst}
        >
          ● {found === 1 ? '1 problem' : `${found} problems`}
        </button>
      )}
      {model && <ModelSize model={model} />}
    </>
  );
}

function ModelSize({ model }: { readonly model: Parameters<typeof summarize>[0] }) {
  const { parameters, memory } = summarize(model);
  return (
    <span>
      {count(parameters)} {parameters === 1 ? 'parameter' : 'parameters'} · {size(memory.parameters)}
    </span>
  );
}

const STATES = {
  idle: 'stopped',
  starting: 'starting',
  ready: 'ready',
  hung: 'not responding',
  died: 'stopped',
} as const;

function EngineStatus() {
  const engine = useTraining((state) => state.engine);
  const backend = useTraining((state) => state.backend);
  if (!engine) return null;
  return (
    <span>
      CPU · {engine.threads} {engine.threads === 1 ? 'thread' : 'threads'} ·{' '}
      {engine.state === 'ready' && backend !== null ? backend : `engine ${STATES[engine.state]}`}
    </span>
  );
}
