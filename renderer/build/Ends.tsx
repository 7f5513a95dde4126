import { isImages, sampleShape } from '../../engine/project/samples.js';
import { useDocument } from '../state/document.js';
import { useUi } from '../state/ui.js';
import { Button } from '../ui/Button.js';
import { shape } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import css from './build.module.css';
import { CommandButton } from './CommandButton.js';
import { inputWords, outputWords } from './nodes.js';

/** While no layer is selected: what the model gets and gives, and where that is chosen. */
export function Ends() {
  const data = useDocument((state) => state.project?.data);
  const loss = useDocument((state) => state.project?.training.loss.type);
  if (!data) return null;
  return (
    <>
      <p className={css['about']}>Select a layer to see and change its settings.</p>
      <h3 className={uiCss['section']}>Input</h3>
      <p className={css['about']}>
        {isImages(data) && 'Images of '}
        {inputWords(data)}, as <code className={css['whole']}>{shape(sampleShape(data))}</code>
      </p>
      <div className={css['layerButtons']}>
        <CommandButton id="view.data">Look at the data</CommandButton>
        <CommandButton id="view.transforms">Transforms</CommandButton>
      </div>
      <h3 className={uiCss['section']}>Output</h3>
      <p className={css['about']}>
        {outputWords(data)}, judged by <code>{loss}</code>
      </p>
      <div className={css['layerButtons']}>
        <Button onClick={() => useUi.setState({ inspectorTab: 'training' })}>Loss and optimizer</Button>
      </div>
    </>
  );
}
