import { ArrowDown, ArrowUp, GripVertical, Trash2 } from 'lucide-react';
import type { KeyboardEvent, Ref, RefObject } from 'react';
import type { PipelinePart } from '../../engine/base/problem.js';
import type { Advice } from '../../engine/project/advice.js';
import type { StepSpec } from '../../engine/data/step.js';
import { resolveParams } from '../../engine/base/fields.js';
import { isImages } from '../../engine/project/samples.js';
import type { DataSpec } from '../../engine/project/schema.js';
import { fixLabel } from '../../engine/text/index.js';
import { fix } from '../actions/fix.js';
import { edit, endGroup } from '../state/document.js';
import { removeStep, setStep, type StepKind } from '../../engine/project/pipelineEdits.js';
import { announce } from '../state/ui.js';
import { Button } from '../ui/Button.js';
import { FieldControl } from '../ui/FieldControl.js';
import uiCss from '../ui/ui.module.css';
import { AdviceCard } from './AdviceCard.js';
import { useStepDrag } from './useStepDrag.js';
import css from './transforms.module.css';
import { useApp } from '../useApp.js';

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
  /** Index of the list's step that is being dragged. */
  readonly dragged: RefObject<number | null>;
  /** Receives the button with the step's name. */
  readonly button: Ref<HTMLButtonElement>;
  readonly onToggle: () => void;
  readonly onMove: (from: number, to: number) => void;
  readonly onRemoved: () => void;
}

/** One step of the pipeline, which can be dragged, moved by button or key, expanded, and removed. */
export function StepCard(props: StepCardProps) {
  const app = useApp();
  const { data, part, index, step, kind, last, open, advice, dragged, button } = props;
  const { onToggle, onMove, onRemoved } = props;
  const drag = useStepDrag(dragged, index, onMove);
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || direction === undefined) return;
    event.preventDefault();
    onMove(index, index + direction);
  };
  const settings = settingsText(kind, step);
  return (
    <li className={css['step']} data-drop={drag.edge ?? undefined} {...drag.target}>
      <div className={css['stepHead']} draggable {...drag.source}>
        <GripVertical size={14} aria-hidden="true" className={css['grip']} />
        <button
          ref={button}
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
          onClick={() => onMove(index, index - 1)}
        >
          <ArrowUp size={14} />
        </Button>
        <Button
          look="quiet"
          label={`Move ${step.type} down`}
          disabled={index === last}
          onClick={() => onMove(index, index + 1)}
        >
          <ArrowDown size={14} />
        </Button>
        <Button
          look="quiet"
          label={`Remove ${step.type}`}
          onClick={() => {
            edit(app, removeStep(part, index));
            announce(app, `${step.type} removed`);
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
  const app = useApp();
  const params = resolveParams(kind.params, step);
  const samples = isImages(data) ? 'images' : 'table';
  const computing = { kind: 'compute-step', type: step.type, samples } as const;
  return (
    <div className={css['settings']}>
      <p className={uiCss['help']}>{kind.summary}</p>
      {kind.figures && (
        <p className={css['compute']}>
          <Button onClick={() => fix(app, computing)}>{fixLabel(computing)}</Button>
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
              edit(app, setStep(part, index, { [name]: value }), `${part}-${index}-${name}`);
          }}
          onEnd={() => endGroup(app)}
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
