import { useState } from 'react';
import { advise } from '../../engine/project/advice.js';
import type { PipelinePart } from '../../engine/base/problem.js';
import { stepsOf } from '../../engine/project/advice.js';
import { isImages } from '../../engine/project/samples.js';
import type { DataSpec } from '../../engine/project/schema.js';
import { useDocument } from '../state/document.js';
import { kindOf, kindsOf } from '../../engine/project/pipelineEdits.js';
import uiCss from '../ui/ui.module.css';
import { AddStep } from './AddStep.js';
import { AdviceCard } from './AdviceCard.js';
import { StepCard } from './StepCard.js';
import css from './transforms.module.css';

const PARTS: Readonly<
  Record<PipelinePart, { readonly title: string; readonly text: string; readonly empty: string }>
> = {
  augment: {
    title: 'Training images only',
    text: 'Made anew each time an image comes up, so that the model does not learn pictures by heart.',
    empty: 'No augmentation: the model sees the same pictures in every epoch.',
  },
  transforms: {
    title: 'Every sample',
    text: 'The same while training, validating and in the exported file.',
    empty: 'Nothing: samples go in as they are stored.',
  },
};

/** How samples are prepared: one list in the order in which it happens, with what there is to say about it. */
export function TransformsTab() {
  const data = useDocument((state) => state.project?.data);
  if (!data) return null;
  return (
    <>
      {isImages(data) && <Part data={data} part="augment" />}
      <Part data={data} part="transforms" />
    </>
  );
}

function Part({ data, part }: { readonly data: DataSpec; readonly part: PipelinePart }) {
  const [open, setOpen] = useState<number | null>(null);
  const steps = stepsOf(data, part);
  const kinds = kindsOf(data, part);
  const advice = advise(data).filter((one) => one.part === part);
  const { title, text, empty } = PARTS[part];
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
            // Steps have no names: a place in the list is what tells them apart.
            key={index}
            data={data}
            part={part}
            index={index}
            step={step}
            kind={kindOf(step)}
            last={steps.length - 1}
            open={open === index}
            onToggle={() => setOpen(open === index ? null : index)}
            onMoved={(to) => setOpen(open === index ? to : null)}
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
