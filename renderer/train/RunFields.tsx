import { resolveParams } from '../../engine/base/fields.js';
import { losses, lossOf } from '../../engine/nn/losses/index.js';
import { optimizerOf } from '../../engine/nn/optimizers/index.js';
import { setLoss, setTraining, setTypedSetting } from '../../engine/project/edits.js';
import { edit, endGroup } from '../state/document.js';
import { Check, Choice, TextField } from '../ui/controls.js';
import { FieldControls } from '../ui/FieldControls.js';
import { accept, wholeNumber } from '../ui/parse.js';
import { useApp, useDocument } from '../useApp.js';

const LARGEST = 1_000_000;

/** Reads a whole number and applies it, or returns the error message. */
export function acceptWhole(
  text: string,
  min: number,
  onValid: (value: number) => void,
  max = LARGEST,
): string | null {
  return accept(wholeNumber(text, min, max), onValid);
}

/** The loss function of new runs. */
export function LossField() {
  const app = useApp();
  const type = useDocument((state) => state.project?.training.loss.type);
  if (type === undefined) return null;
  return (
    <Choice
      label="Loss function"
      help={lossOf(type).summary}
      value={type}
      options={losses.map((loss) => ({ value: loss.type, label: loss.type }))}
      onChange={(next) => edit(app, setLoss(next))}
    />
  );
}

/** The learning rate of new runs. */
export function LearningRateField() {
  const app = useApp();
  const optimizer = useDocument((state) => state.project?.training.optimizer);
  const lr = optimizer && optimizerOf(optimizer.type).params['lr'];
  if (!lr) return null;
  const params = optimizerOf(optimizer.type).params;
  return (
    <FieldControls
      fields={{ lr }}
      saved={optimizer}
      values={resolveParams(params, optimizer)}
      onChange={(name, value) => {
        if (value !== undefined) edit(app, setTypedSetting('optimizer', name, value), `optimizer-${name}`);
      }}
      onEnd={() => endGroup(app)}
    />
  );
}

/** The number of epochs of new runs. */
export function EpochsField() {
  const app = useApp();
  const epochs = useDocument((state) => state.project?.training.epochs);
  if (epochs === undefined) return null;
  return (
    <TextField
      label="Epochs"
      help="Number of passes over the training samples."
      value={String(epochs)}
      numeric
      accept={(text) => acceptWhole(text, 1, (value) => edit(app, setTraining({ epochs: value }), 'epochs'))}
      onEnd={() => endGroup(app)}
    />
  );
}

/** The batch size of new runs. */
export function BatchFields() {
  const app = useApp();
  const batchSize = useDocument((state) => state.project?.training.batchSize);
  if (batchSize === undefined) return null;
  return (
    <>
      <Check
        label="All samples in one batch"
        help="One step per epoch, suitable for small tables."
        checked={batchSize === 'full'}
        onChange={(full) => edit(app, setTraining({ batchSize: full ? 'full' : 64 }))}
      />
      {batchSize !== 'full' && (
        <TextField
          label="Batch size"
          code="batch_size"
          help="Samples in each step."
          value={String(batchSize)}
          numeric
          accept={(text) =>
            acceptWhole(text, 1, (value) => edit(app, setTraining({ batchSize: value }), 'batch'))
          }
          onEnd={() => endGroup(app)}
        />
      )}
    </>
  );
}
