import { chooseImages } from '../../engine/data/sampler.js';
import { setImageData } from '../../engine/project/edits.js';
import { isImages } from '../../engine/project/samples.js';
import type { ImageDataSpec, Project } from '../../engine/project/schema.js';
import type { Loaded } from '../images/messages.js';
import { edit, endGroup } from '../state/document.js';
import { Choice, TextField } from '../ui/controls.js';
import { count } from '../ui/format.js';
import { accept, type Parsed, realNumber, wholeNumber } from '../ui/parse.js';
import uiCss from '../ui/ui.module.css';
import { useApp, useDocument } from '../useApp.js';
import css from './data.module.css';

interface SubsetTabProps {
  readonly data: Loaded;
  readonly heldOut: ReadonlySet<number>;
}

/** Selects the images that the project trains and validates on. */
export function SubsetTab(props: SubsetTabProps) {
  const project = useDocument((state) => state.project);
  return project && isImages(project.data) ? (
    <Subset project={project} spec={project.data} {...props} />
  ) : null;
}

interface SubsetProps extends SubsetTabProps {
  readonly project: Project;
  readonly spec: ImageDataSpec;
}

function Subset({ project, spec, data, heldOut }: SubsetProps) {
  const app = useApp();
  const { train } = chooseImages(spec, data);
  const training = spec.validation?.from === 'train' ? train.length - heldOut.size : train.length;
  const { batchSize } = project.training;
  const steps = batchSize === 'full' ? 1 : Math.ceil(training / batchSize);
  return (
    <>
      <div className={css['sum']} aria-live="polite">
        <b>{count(training)}</b> training and <b>{count(heldOut.size)}</b> validation images, {count(steps)}{' '}
        {steps === 1 ? 'step' : 'steps'} per epoch
      </div>
      <h3 className={uiCss['section']}>Classes and their labels</h3>
      <ul className={css['labels']}>
        {data.classNames.map((name) => (
          <ClassRow key={name} name={name} spec={spec} />
        ))}
      </ul>
      <TextField
        label="Images per class"
        help="Leave empty for all. A random sample that is always the same."
        value={spec.limitPerClass === null ? '' : String(spec.limitPerClass)}
        placeholder="all"
        numeric
        accept={(text) => {
          const parsed: Parsed<number | null> =
            text.trim() === '' ? { value: null } : wholeNumber(text, 1, data.trainCount);
          return accept(parsed, (limitPerClass) => edit(app, setImageData({ limitPerClass }), 'limit'));
        }}
        onEnd={() => endGroup(app)}
      />
      <Validation spec={spec} hasTest={data.trainCount < data.labels.length} />
    </>
  );
}

function ClassRow({ name, spec }: { readonly name: string; readonly spec: ImageDataSpec }) {
  const app = useApp();
  const label = spec.classes.indexOf(name);
  const chosen = label >= 0;
  const toggle = () =>
    edit(
      app,
      setImageData({
        classes: chosen ? spec.classes.filter((one) => one !== name) : [...spec.classes, name],
      }),
    );
  return (
    <li>
      <label className={uiCss['check']}>
        <input
          type="checkbox"
          checked={chosen}
          disabled={chosen && spec.classes.length === 1}
          onChange={toggle}
        />
        {name}
      </label>
      {chosen && <span>label {label}</span>}
    </li>
  );
}

const VALIDATIONS = [
  { value: 'test', label: 'The test split' },
  { value: 'train', label: 'A share of the training split' },
  { value: 'none', label: 'Nothing' },
] as const;

interface ValidationProps {
  readonly spec: ImageDataSpec;
  /** True if the data set has a test split. */
  readonly hasTest: boolean;
}

function Validation({ spec: { validation }, hasTest }: ValidationProps) {
  const app = useApp();
  return (
    <>
      <Choice
        label="Validate on"
        value={validation?.from ?? 'none'}
        options={VALIDATIONS.filter(({ value }) => hasTest || value !== 'test')}
        onChange={(from) => {
          const next = { test: { from: 'test' }, train: { from: 'train', share: 0.2 }, none: null } as const;
          edit(app, setImageData({ validation: next[from] }));
        }}
      />
      {validation?.from === 'train' && (
        <TextField
          label="Share held out"
          help="Sampled with the run’s seed, as in the book."
          value={String(validation.share)}
          numeric
          accept={(text) =>
            accept(realNumber(text, 0.001, 0.999), (share) =>
              edit(app, setImageData({ validation: { from: 'train', share } }), 'share'),
            )
          }
          onEnd={() => endGroup(app)}
        />
      )}
    </>
  );
}
