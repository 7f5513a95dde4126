import { ArrowDown, ArrowUp, GripVertical, Trash2 } from 'lucide-react';
import { useRef, type KeyboardEvent } from 'react';
import type { PipelinePart } from '../../engine/base/problem.js';
import type { Advice } from '../../engine/project/advice.js';
import type { StepSpec } from '../../engine/data/step.js';
import { resolveParams } from '../../engine/base/fields.js';
import { isImages } from '../../engine/project/samples.js';
import type { DataSpec } from '../../engine/project/schema.js';
import { fixLabel } from '../../engine/text/index.js';
import { fix } from '../actions/fix.js';
import { edit, endGroup } from '../state/document.js';
import { moveStep, removeStep, setStep, type StepKind } from '../../engine/project/pipelineEdits.js';
import { announce } from '../state/ui.js';
import { Button } from '../ui/Button.js';
import { FieldControl } from '../ui/FieldControl.js';
import uiCss from '../ui/ui.module.css';
import { AdviceCard } from './AdviceCard.js';
import { useStepDrag } from './useStepDrag.js';
import css from './transforms.module.css';

interface StepCardProps {
  readonly data: DataSpec;
  readonly part: PipelinePart;
  readonly index: number;
  readonly step: StepSpec;
  readonly kind: StepKind;
  /** Index of the list's last step. */
  readonly last: number;
  readonly open: boolean;
  readonly advice: readonly Advice[];
  readonly onToggle: () => void;
  readonly onMoved: (to: number) => void;
  readonly onRemoved: () => void;
}

/** One step of the pipeline, which can be dragged, moved by button or key, expanded, and removed. */
export function StepCard(props: StepCardProps) {
  const { data, part, index, step, kind, last, open, advice, onToggle, onMoved, onRemoved } = props;
  const item = useRef<HTMLLIElement>(null);
  const move = (to: number, from = index) => {
    if (to < 0 || to > last || to === from) return;
    edit(moveStep(part, from, to));
    announce(`${step.type} is step ${to + 1} of ${last + 1}`);
    onMoved(to);
    // Move the focus to the step's new list item.
    const list = item.current?.parentElement;
    requestAnimationFrame(() => list?.children[to]?.querySelector<HTMLElement>('[aria-expanded]')?.focus());
  };
  const drag = useStepDrag(part, index, move);
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || direction === undefined) return;
    event.preventDefault();
    move(index + direction);
  };
  const settings = settingsText(kind, step);
  return (
    <li ref={item} className={css['step']} data-drop={drag.edge ?? undefined} {...drag.target}>
      <div className={css['stepHead']} draggable {...drag.source}>
        <GripVertical size={14} aria-hidden="true" className={css['grip']} />
        <button
          type="button"
          className={css['name']}
          aria-expanded={open}
          aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
          title="Move with Alt and the arrow keys"
          onClick={onToggle}
          onKeyDown={onKeyDown}
        >
          <b>{step.type}</b>
          {settings !== '' && <small>{settings}</small>}
        </button>
        <Button
          look="quiet"
          label={`Move ${step.type} up`}
          disabled={index === 0}
          onClick={() => move(index - 1)}
        >
          <ArrowUp size={14} />
        </Button>
        <Button
          look="quiet"
          label={`Move ${step.type} down`}
          disabled={index === last}
          onClick={() => move(index + 1)}
        >
          <ArrowDown size={14} />
        </Button>
        <Button
          look="quiet"
          label={`Remove ${step.type}`}
          onClick={() => {
            edit(removeStep(part, index));
            announce(`${step.type} removed`);
            onRemoved();
          }}
        >
          <Trash2 size={14} />
        </Button>
      </div>
      {advice.map((one) => (
        <AdviceCard key={one.problem.code} advice={one} />
      ))}
      {open && <Settings data={data} part={part} index={index} step={step} kind={kind} />}
    </li>
  );
}

function Settings({
  data,
  part,
  index,
  step,
  kind,
}: Pick<StepCardProps, 'data' | 'part' | 'index' | 'step' | 'kind'>) {
  const params = resolveParams(kind.params, step);
  const samples = isImages(data) ? 'images' : 'table';
  const computing = { kind: 'compute-step', type: step.type, samples } as const;
  return (
    <div className={css['settings']}>
      <p className={uiCss['help']}>{kind.summary}</p>
      {kind.figures && (
        <p className={css['compute']}>
          <Button onClick={() => fix(computing)}>{fixLabel(computing)}</Button>
        </p>
      )}
      {Object.entries(kind.params).map(([name, field]) => (
        <FieldControl
          key={name}
          name={name}
          field={field}
          saved={step[name]}
          value={params[name]!}
          onChange={(value) => {
            if (value !== undefined)
              edit(setStep(part, index, { [name]: value }), `${part}-${index}-${name}`);
          }}
          onEnd={endGroup}
        />
      ))}
    </div>
  );
}

/** The saved settings on one line: `padding 4 · fill 0`. */
function settingsText({ params }: StepKind, step: StepSpec): string {
  return Object.keys(params)
    .filter((name) => step[name] !== undefined)
    .map((name) => {
      const value = step[name];
      return `${name} ${Array.isArray(value) ? value.join(', ') : String(value)}`;
    })
    .join(' · ');
}
