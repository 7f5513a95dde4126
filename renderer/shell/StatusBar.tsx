import { summarize } from '../../engine/model/summary.js';
import { useDiagnosis } from '../state/diagnosis.js';
import { showTransforms } from '../actions/data.js';
import { select, useDocument } from '../state/document.js';
import { useTraining } from '../state/training.js';
import { show } from '../state/ui.js';
import { count } from '../ui/format.js';
import css from './shell.module.css';

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
  const diagnosis = useDiagnosis();
  if (!diagnosis) return null;
  const { problems, dataProblems, model } = diagnosis;
  const found = problems.length + dataProblems.length;
  const goToProblem = () => {
    if (problems.length === 0) {
      showTransforms();
      return;
    }
    show('build');
    const id = problems[0]?.layerId;
    if (id != null) select([id]);
  };
  return (
    <>
      {found === 0 ? (
        <span className={css['ok']}>✓ No problems</span>
      ) : (
        <button
          type="button"
          className={`${css['statusButton'] ?? ''} ${css['bad'] ?? ''}`}
          onClick={goToProblem}
        >
          ● {found === 1 ? '1 problem' : `${found} problems`}
        </button>
      )}
      {model && <ModelSize model={model} />}
    </>
  );
}

function ModelSize({ model }: { readonly model: Parameters<typeof summarize>[0] }) {
  const { parameters, megabytes } = summarize(model);
  return (
    <span>
      {count(parameters)} {parameters === 1 ? 'parameter' : 'parameters'} · {megabytes.toFixed(2)} MB
    </span>
  );
}

const STATES = { starting: 'starting', ready: 'ready', died: 'stopped' } as const;

function EngineStatus() {
  const engine = useTraining((state) => state.engine);
  if (!engine) return null;
  return (
    <span>
      CPU · {engine.threads} {engine.threads === 1 ? 'thread' : 'threads'} ·{' '}
      {engine.state === 'ready' && engine.backend !== null
        ? engine.backend
        : `engine ${STATES[engine.state]}`}
    </span>
  );
}
