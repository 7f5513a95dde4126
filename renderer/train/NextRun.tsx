import { openInspector, show } from '../state/ui.js';
import { Button } from '../ui/Button.js';
import { useApp } from '../useApp.js';
import { BatchFields, EpochsField, LearningRateField, LossField } from './RunFields.js';
import css from './train.module.css';

/** The settings that matter most for the next run. */
export function NextRun() {
  const app = useApp();
  const showAll = () => {
    show(app, 'build');
    openInspector(app, 'training');
  };
  return (
    <section className={css['nextRun']} aria-label="Next run">
      <h2>Next run</h2>
      <EpochsField />
      <LearningRateField />
      <div className={css['wide']}>
        <LossField />
      </div>
      <BatchFields />
      <Button look="quiet" onClick={showAll}>
        All training settings
      </Button>
    </section>
  );
}
