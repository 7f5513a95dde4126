import { Menu } from '@base-ui/react/menu';
import { ArrowDown, ArrowUp, Dices, GripVertical, Plus, Trash2 } from 'lucide-react';
import {
  type DragEvent,
  type KeyboardEvent,
  type Ref,
  type RefObject,
  useMemo,
  useRef,
  useState,
} from 'react';
import { resolveParams } from '../../engine/base/fields.js';
import type { PipelinePart } from '../../engine/base/problem.js';
import type { StepSpec } from '../../engine/data/step.js';
import { chooseImages, spread } from '../../engine/data/sampler.js';
import { stepsOnBytes, transformOf } from '../../engine/data/transforms/index.js';
import { type Advice, advise, stepsOf } from '../../engine/project/advice.js';
import { addStep, kindOf, kindsOf, moveStep, removeStep, setStep } from '../../engine/project/edits.js';
import { isImages, targetsOf } from '../../engine/project/samples.js';
import type { DataSpec, ImageDataSpec } from '../../engine/project/schema.js';
import { fixLabel, sentenceOf } from '../../engine/text/index.js';
import { fix } from '../actions/edit.js';
import type { Loaded } from '../images/messages.js';
import { edit, endGroup } from '../state/document.js';
import { announce } from '../state/ui.js';
import { Button } from '../ui/Button.js';
import { FieldControls } from '../ui/FieldControls.js';
import { Picture } from '../ui/Pixels.js';
import uiCss from '../ui/ui.module.css';
import { useApp, useBrowse, useDocument } from '../useApp.js';
import css from './transforms.module.css';
import { useAnswer } from './useAnswer.js';

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
        <AddStep {...{ data, part }} onAdded={() => setOpen(part === 'augment' ? steps.length : null)} />
      </div>
      <p className={uiCss['help']}>{text}</p>
      {steps.length === 0 && <p className={css['none']}>{empty}</p>}
      <ol className={css['steps']}>
        {steps.map((step, index) => (
          <StepCard
            // Steps have no ids; only their index identifies them.
            key={index}
            {...{ data, part, index, step, dragged }}
            last={steps.length - 1}
            advice={advice.filter((one) => one.index === index)}
            open={open === index}
            onOpen={(on) => setOpen(on ? index : null)}
            onMove={move}
            button={(element) => void (buttons.current[index] = element)}
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
  readonly data: DataSpec;
  readonly part: PipelinePart;
  readonly onAdded: () => void;
}

/** A menu of the steps that can be added, each with a summary. */
function AddStep({ data, part, onAdded }: AddStepProps) {
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
            {kindsOf(data, part).map(({ type, summary }) => (
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

interface StepCardProps {
  readonly data: DataSpec;
  readonly part: PipelinePart;
  readonly index: number;
  readonly step: StepSpec;
  /** Index of the list's last step. */
  readonly last: number;
  readonly advice: readonly Advice[];
  /** Index of the list's step that is being dragged. */
  readonly dragged: RefObject<number | null>;
  /** True if its settings are shown. */
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly onMove: (from: number, to: number) => void;
  /** Receives the button with the step's name. */
  readonly button: Ref<HTMLButtonElement>;
}

/** One step of the pipeline, which can be dragged, moved by button or key, expanded, and removed. */
function StepCard(props: StepCardProps) {
  const app = useApp();
  const { data, part, index, step, last, advice, dragged, open, onOpen, onMove, button } = props;
  const drag = useStepDrag(dragged, index, onMove);
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || direction === undefined) return;
    event.preventDefault();
    onMove(index, index + direction);
  };
  const settings = settingsText(step);
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
          onClick={() => onOpen(!open)}
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
            onOpen(false);
          }}
        >
          <Trash2 size={14} />
        </Button>
      </div>
      {advice.map((one) => (
        <AdviceCard key={one.problem.code} advice={one} />
      ))}
      {open && <Settings {...{ data, part, index, step }} />}
    </li>
  );
}

function Settings({ data, part, index, step }: Pick<StepCardProps, 'data' | 'part' | 'index' | 'step'>) {
  const app = useApp();
  const kind = kindOf(step);
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
function settingsText(step: StepSpec): string {
  return Object.keys(kindOf(step).params)
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
function AdviceCard({ advice }: { readonly advice: Advice }) {
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

const SAMPLES = 16;
const list = new Intl.ListFormat('en-US');

/** Training images, each with an augmented version below it. */
export function AugmentStrip({ data }: { readonly data: Loaded }) {
  const spec = useDocument((state) => state.project?.data);
  return spec && isImages(spec) ? <Strip data={data} spec={spec} /> : null;
}

function Strip({ data, spec }: { readonly data: Loaded; readonly spec: ImageDataSpec }) {
  const app = useApp();
  const seed = useBrowse((state) => state.seed);
  const { answer, failed } = useAugmented(data, spec, seed);
  const changes = [
    ...(spec.augment.length > 0 ? ['augmented'] : []),
    ...stepsOnBytes(spec.transforms).flatMap(({ type }) => transformOf(type).label ?? []),
  ];
  const newSeed = () => {
    app.browse.setState({ seed: seed + 1 });
    announce(app, `Seed ${seed + 1}`);
  };
  return (
    <section className={css['strip']} aria-label="Augmentation preview">
      <div className={css['stripHead']}>
        <span>
          {changes.length === 0
            ? 'Add an augmentation to preview its effect on these training images.'
            : `Top: training images. Bottom: ${list.format(changes)}.`}
        </span>
        <span className={css['seed']}>Seed {seed}</span>
        <Button onClick={newSeed}>
          <Dices size={14} aria-hidden="true" /> New seed
        </Button>
      </div>
      {/* The step's own card shows what is wrong with its settings. */}
      {failed && <p role="alert">No preview: the settings are not valid.</p>}
      {answer && (
        <>
          <Row images={answer.output.before} label="Before augmentation" />
          <Row images={answer.output.after} label={`After augmentation, seed ${seed}`} />
        </>
      )}
    </section>
  );
}

function Row({ images, label }: { readonly images: readonly Uint8Array[]; readonly label: string }) {
  return (
    <div className={css['row']} role="img" aria-label={label}>
      {images.map((image, i) => (
        <Picture key={i} image={image} label="" aria-hidden="true" />
      ))}
    </div>
  );
}

/** The samples from the image worker; the previous ones stay until new ones arrive. */
function useAugmented(data: Loaded, spec: ImageDataSpec, seed: number) {
  const { classes, limitPerClass, validation, augment, transforms } = spec;
  const rows = useMemo(
    () => spread(chooseImages({ classes, limitPerClass, validation }, data).train, SAMPLES),
    [classes, limitPerClass, validation, data],
  );
  const request = useMemo(() => ({ rows, augment, transforms, seed }), [rows, augment, transforms, seed]);
  return useAnswer('augmented', request);
}
