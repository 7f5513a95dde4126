import { modelCode, trainCode } from '../../engine/torch/code.js';
import { copy } from '../actions/export.js';
import { useDocument } from '../state/document.js';
import { Button } from '../ui/Button.js';
import uiCss from '../ui/ui.module.css';
import css from './build.module.css';

/** The same model and training as PyTorch code, always up to date. */
export function CodeTab() {
  const project = useDocument((state) => state.project);
  if (!project) return null;
  return (
    <>
      <Listing name="model.py" code={modelCode(project)} />
      <Listing name="train.py" code={trainCode(project)} />
    </>
  );
}

function Listing({ name, code }: { readonly name: string; readonly code: string }) {
  return (
    <>
      <div className={uiCss['label']}>
        {name}
        <Button onClick={() => void copy(code, name)}>Copy</Button>
      </div>
      <pre className={css['code']} tabIndex={0} aria-label={name}>
        {code}
      </pre>
    </>
  );
}
