import { ArrowDown, ArrowUp, GripVertical, Trash2 } from 'lucide-react';
import { type DragEvent, type KeyboardEvent, type Ref, type RefObject, useState } from 'react';
import { resolveParams } from '../../engine/base/fields.js';
import type { PipelinePart } from '../../engine/base/problem.js';
import type { StepSpec } from '../../engine/data/step.js';
import type { Advice } from '../../engine/project/advice.js';
import { removeStep, setStep, type StepKind } from '../../engine/project/dataEdits.js';
import { isImages } from '../../engine/project/samples.js';
import type { DataSpec } from '../../engine/project/schema.js';
import { fixLabel, sentenceOf } from '../../engine/text/index.js';
import { fix } from '../actions/problems.js';
import { edit, endGroup } from '../state/document.js';
import { announce } from '../state/ui.js';
import { Button } from '../ui/Button.js';
import { FieldControls } from '../ui/FieldControls.js';
import uiCss from '../ui/ui.module.css';
import { useApp } from '../useApp.js';
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
  const computing = { kind: 'compute-step', part, type: step.type, samples } as const;
  return (
    <div className={css['settings']}>
      <p className={uiCss['help']}>{kind.summary}</p>
      {kind.figures && (
        <p className={css['compute']}>
          <Button onClick={() => fix(app, computing)}>{fixLabel(computing)}</Button>
        </p>
      )}
      <FieldControls
        fields={kind.params}
        saved={step}
        values={params}
        onChange={(name, value) => {
          if (value !== undefined)
            edit(app, setStep(part, index, { [name]: value }), `${part}-${index}-${name}`);
        }}
        onEnd={() => endGroup(app)}
      />
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

/**
 * Drag and drop of a list's steps: props of the handle and the list item, and the edge that a drop would insert at.
 * @param dragged index of the step being dragged, shared by the list's items: browsers hide the drag data until the drop
 */
function useStepDrag(
  dragged: RefObject<number | null>,
  index: number,
  onDrop: (from: number, to: number) => void,
) {
  const [edge, setEdge] = useState<'before' | 'after' | null>(null);
  const edgeAt = (event: DragEvent): 'before' | 'after' | null => {
    if (dragged.current === null || dragged.current === index) return null;
    const { top, height } = event.currentTarget.getBoundingClientRect();
    return event.clientY < top + height / 2 ? 'before' : 'after';
  };
  return {
    edge,
    source: {
      onDragStart: (event: DragEvent) => {
        dragged.current = index;
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', '');
      },
      onDragEnd: () => (dragged.current = null),
    },
    target: {
      onDragOver: (event: DragEvent) => {
        const found = edgeAt(event);
        if (found) event.preventDefault();
        setEdge(found);
      },
      onDragLeave: () => setEdge(null),
      onDrop: (event: DragEvent) => {
        const found = edgeAt(event);
        setEdge(null);
        if (!found || dragged.current === null) return;
        event.preventDefault();
        const place = found === 'before' ? index : index + 1;
        onDrop(dragged.current, place > dragged.current ? place - 1 : place);
      },
    },
  };
}

const WEIGHTS: Readonly<Record<Advice['weight'], string>> = {
  problem: 'Problem',
  warning: 'Warning',
  note: 'Note',
};

/** Advice on a step or the whole list, with buttons that apply its fixes. */
export function AdviceCard({ advice }: { readonly advice: Advice }) {
  const app = useApp();
  const { weight, problem } = advice;
  return (
    <div className={css['advice']} data-weight={weight} role={weight === 'problem' ? 'alert' : 'note'}>
      <b>{WEIGHTS[weight]}</b> {sentenceOf(problem)}
      {problem.fixes.map((one) => (
        <div key={fixLabel(one)}>
          <Button onClick={() => fix(app, one)}>{fixLabel(one)}</Button>
        </div>
      ))}
    </div>
  );
}
