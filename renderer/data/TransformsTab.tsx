import { Menu } from '@base-ui/react/menu';
import { Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import type { PipelinePart } from '../../engine/base/problem.js';
import { advise, stepsOf } from '../../engine/project/advice.js';
import { addStep, kindOf, kindsOf, moveStep, type StepKind } from '../../engine/project/dataEdits.js';
import { isImages, targetsOf } from '../../engine/project/samples.js';
import type { DataSpec } from '../../engine/project/schema.js';
import { edit } from '../state/document.js';
import { announce } from '../state/ui.js';
import uiCss from '../ui/ui.module.css';
import { useApp, useDocument } from '../useApp.js';
import { AdviceCard, StepCard } from './StepCard.js';
import css from './transforms.module.css';

const PARTS: Readonly<
  Record<
    PipelinePart,
    { readonly title: string; readonly text: string; readonly empty: string; readonly add: string }
  >
> = {
  augment: {
    title: 'Training images only',
    text: 'Applied afresh each time an image is used, so the model can’t memorize pictures.',
    empty: 'No augmentation: the model sees the same pictures in every epoch.',
    add: 'Add augmentation',
  },
  transforms: {
    title: 'Every sample',
    text: 'The same in training, in validation, and in the exported file.',
    empty: 'No transforms: samples are used as stored.',
    add: 'Add transform',
  },
  targetTransforms: {
    title: 'Target',
    text: 'The model learns the transformed target, and the loss compares that. Exported files answer in the target’s own unit.',
    empty:
      'No transforms: the model learns the target in its own unit. Standardize targets that are far from 0.',
    add: 'Add transform of the target',
  },
};

/** The preparation of samples: augmentations and transforms in order, with advice. */
export function TransformsTab() {
  const data = useDocument((state) => state.project?.data);
  if (!data) return null;
  return (
    <>
      {isImages(data) && <Part data={data} part="augment" />}
      <Part data={data} part="transforms" />
      {targetsOf(data).kind === 'values' && <Part data={data} part="targetTransforms" />}
    </>
  );
}

function Part({ data, part }: { readonly data: DataSpec; readonly part: PipelinePart }) {
  const app = useApp();
  const [open, setOpen] = useState<number | null>(null);
  const dragged = useRef<number | null>(null);
  const buttons = useRef<(HTMLButtonElement | null)[]>([]);
  const steps = stepsOf(data, part);
  const kinds = kindsOf(data, part);
  const advice = advise(data).filter((one) => one.part === part);
  const { title, text, empty } = PARTS[part];
  const move = (from: number, to: number) => {
    if (to < 0 || to >= steps.length || to === from) return;
    edit(app, moveStep(part, from, to));
    announce(app, `${steps[from]!.type} is step ${to + 1} of ${steps.length}`);
    setOpen(open === from ? to : null);
    buttons.current[to]?.focus();
  };
  return (
    <section aria-label={title}>
      <div className={css['head']}>
        <h3 className={uiCss['section']}>{title}</h3>
        <AddStep
          part={part}
          kinds={kinds}
          onAdded={() => setOpen(part === 'augment' ? steps.length : null)}
        />
      </div>
      <p className={uiCss['help']}>{text}</p>
      {steps.length === 0 && <p className={css['none']}>{empty}</p>}
      <ol className={css['steps']}>
        {steps.map((step, index) => (
          <StepCard
            // Steps have no ids; only their index identifies them.
            key={index}
            data={data}
            part={part}
            index={index}
            step={step}
            kind={kindOf(step)}
            last={steps.length - 1}
            open={open === index}
            onToggle={() => setOpen(open === index ? null : index)}
            dragged={dragged}
            button={(element) => void (buttons.current[index] = element)}
            onMove={move}
            onRemoved={() => setOpen(null)}
            advice={advice.filter((one) => one.index === index)}
          />
        ))}
      </ol>
      {advice
        .filter(({ index }) => index === null)
        .map((one) => (
          <AdviceCard key={one.problem.code} advice={one} />
        ))}
    </section>
  );
}

interface AddStepProps {
  readonly part: PipelinePart;
  readonly kinds: readonly StepKind[];
  readonly onAdded: () => void;
}

/** A menu of the steps that can be added, each with a summary. */
function AddStep({ part, kinds, onAdded }: AddStepProps) {
  const app = useApp();
  const add = (type: string) => {
    edit(app, addStep(part, type));
    announce(app, `${type} added`);
    onAdded();
  };
  return (
    <Menu.Root>
      <Menu.Trigger className={uiCss['button']} aria-label={PARTS[part].add}>
        <Plus size={14} aria-hidden="true" /> Add
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={uiCss['menuPlace']} align="end" sideOffset={4}>
          <Menu.Popup className={uiCss['menu']}>
            {kinds.map(({ type, summary }) => (
              <Menu.Item
                key={type}
                className={`${uiCss['menuItem'] ?? ''} ${css['item'] ?? ''}`}
                label={type}
                onClick={() => add(type)}
              >
                <b>{type}</b>
                <span>{summary}</span>
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
