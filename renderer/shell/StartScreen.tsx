import {
  Bird,
  Car,
  Cat,
  Dog,
  type LucideIcon,
  PawPrint,
  Plane,
  Rabbit,
  Ship,
  Truck,
  Turtle,
} from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Example, RecentFile, Recovery } from '../../electron/ipc/contract.js';
import { columnNamed, isText, tableOf } from '../../engine/data/table.js';
import { layerOf } from '../../engine/nn/layers/index.js';
import { parseProject } from '../../engine/project/parse.js';
import { isImages } from '../../engine/project/samples.js';
import type { DataSpec, Project } from '../../engine/project/schema.js';
import { runCommand } from '../actions/commands.js';
import { open, openExample, openFile, recover } from '../actions/file.js';
import { CATEGORIES } from '../build/layerText.js';
import { CallError, valueOrNotice } from '../loom.js';
import { openOverlay } from '../state/ui.js';
import { Button, Kbd } from '../ui/Button.js';
import { roughDuration } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import { useApp, useUi } from '../useApp.js';
import css from './shell.module.css';

/** The start screen: unsaved work from a crashed session, examples, new, open, and recent files. */
export function StartScreen() {
  const app = useApp();
  const [examples, setExamples] = useState<readonly Example[]>([]);
  const [recent, setRecent] = useState<readonly RecentFile[]>([]);
  const [unsaved, setUnsaved] = useState<readonly Recovery[]>([]);
  useEffect(() => {
    void valueOrNotice(app, app.loom.project.examples()).then((found) => setExamples(found ?? []));
    void valueOrNotice(app, app.loom.project.recent()).then((found) => setRecent(found ?? []));
    void valueOrNotice(app, app.loom.project.recovery()).then((found) => setUnsaved(found ?? []));
  }, []);
  useExampleTimes(examples);
  const discard = async (id: string) => {
    await valueOrNotice(app, app.loom.project.discardRecovery({ id }));
    setUnsaved((works) => works.filter((work) => work.id !== id));
  };
  return (
    <main className={css['start']}>
      <div className={css['startInner']}>
        <header>
          <h1>Draw a network, train it, take it with you</h1>
          <p className={css['lead']}>
            Every example is a whole model, ready to train: open the first, press Train, and go on to the
            next.
          </p>
        </header>
        {unsaved.length > 0 && (
          <section aria-label="Unsaved work" className={css['unsaved']}>
            <h2>Unsaved work from last time</h2>
            <ul className={css['rows']}>
              {unsaved.map(({ id, name, savedAt, file }) => (
                <li key={id}>
                  <b>{name}</b>
                  <span className={css['muted']}>
                    {new Date(savedAt).toLocaleString()} · {file ?? 'never saved'}
                  </span>
                  <span className={css['spring']} />
                  <Button look="primary" onClick={() => void recover(app, id)}>
                    Restore
                  </Button>
                  <Button onClick={() => void discard(id)}>Discard</Button>
                </li>
              ))}
            </ul>
          </section>
        )}
        <section aria-label="Examples" className={css['path']}>
          <h2>A first path: from one neuron to a convolutional network</h2>
          <div>
            {examples.map((example, i) => (
              <ExampleCard key={example.id} example={example} step={i + 1} />
            ))}
          </div>
        </section>
        <section aria-label="Your projects">
          <h2>Your own data and projects</h2>
          <div className={css['ways']}>
            <Button look="primary" onClick={() => openOverlay(app, 'new')}>
              New… <Kbd keys="Mod+n" />
            </Button>
            <Button onClick={() => runCommand(app, 'file.importImages')}>From images…</Button>
            <Button onClick={() => runCommand(app, 'file.importTable')}>From a table…</Button>
            <Button onClick={() => void open(app)}>
              Open… <Kbd keys="Mod+o" />
            </Button>
          </div>
          {recent.length === 0 ? (
            <p className={uiCss['help']} style={{ marginTop: 16 }}>
              Projects that you save appear here. You can also drop a project, a model, images, or a table
              onto the window.
            </p>
          ) : (
            <ul className={css['rows']} style={{ marginTop: 12 }}>
              {recent.map(({ token, name, folder }) => (
                <li key={token}>
                  <button
                    type="button"
                    className={css['rowButton']}
                    onClick={() => void openFile(app, { token, name: `${name}.loom` })}
                  >
                    <b>{name}</b>
                    <span>{folder}</span>
                  </button>
                </li>
              ))}
            </ul>
          )}
        </section>
      </div>
    </main>
  );
}

interface ExampleCardProps {
  readonly example: Example;
  /** Its place on the path through the examples. */
  readonly step: number;
}

/** An example project: a picture of its data and graph, its name, what it shows, and how long it trains here. */
function ExampleCard({ example: { id, name, description, text }, step }: ExampleCardProps) {
  const app = useApp();
  const project = parseProject(text);
  const seconds = useUi((state) => state.exampleSeconds[id]);
  const time = seconds === undefined ? '' : `${roughDuration(seconds)} here`;
  return (
    <button
      type="button"
      className={css['example']}
      aria-label={[`${step}. ${name}.`, description, time].filter(Boolean).join(' ')}
      onClick={() => void openExample(app, id)}
    >
      <div className={css['picture']} aria-hidden>
        <DataPicture data={project.data} />
        <GraphPicture layers={project.model.layers} />
      </div>
      <div className={css['exampleText']}>
        <div className={css['cardName']}>
          <i>{step}</i>
          <b>{name}</b>
          <small title="Training, measured on this machine with a few steps">{time}</small>
        </div>
        <span>{description}</span>
      </div>
    </button>
  );
}

/** CIFAR-10's classes, drawn. */
const CLASS_ICONS: readonly (readonly [name: string, Icon: LucideIcon])[] = [
  ['airplane', Plane],
  ['automobile', Car],
  ['bird', Bird],
  ['cat', Cat],
  ['deer', PawPrint],
  ['dog', Dog],
  ['frog', Turtle],
  ['horse', Rabbit],
  ['ship', Ship],
  ['truck', Truck],
];

function DataPicture({ data }: { readonly data: DataSpec }) {
  if (isImages(data)) {
    const icons = CLASS_ICONS.filter(([name]) => data.classes.includes(name));
    const size = icons.length > 4 ? 18 : 34;
    return (
      <div className={css['classIcons']}>
        {icons.map(([name, Icon]) => (
          <Icon key={name} size={size} strokeWidth={1.5} />
        ))}
      </div>
    );
  }
  return <Scatter data={data} />;
}

const PLOT = { width: 96, height: 64, margin: 5 } as const;

/** The target against the first input. */
function Scatter({ data }: { readonly data: Extract<DataSpec, { inputs: readonly string[] }> }) {
  const table = tableOf(data.source);
  const [x, y] = [data.inputs[0], data.targets[0]].map((name) => {
    const column = table && name !== undefined ? columnNamed(table, name) : undefined;
    return column && !isText(column) ? scaled(column.filter((value) => value !== null)) : [];
  });
  const { width, height, margin } = PLOT;
  return (
    <svg width={width} height={height} className={css['scatter']}>
      <path d={`M${margin} 0V${height - margin}H${width}`} />
      {x?.map((at, i) => (
        <circle
          key={i}
          r={2.5}
          cx={margin * 2 + at * (width - margin * 3)}
          cy={(1 - (y?.[i] ?? 0)) * (height - margin * 3) + margin / 2}
        />
      ))}
    </svg>
  );
}

/** Values as shares of their range. */
function scaled(values: readonly number[]): number[] {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return values.map((value) => (value - least) / (most - least || 1));
}

/** The most bars in a column of a graph's picture. */
const BARS = 7;

/** The layers as bars in the colors of their categories. */
function GraphPicture({ layers }: { readonly layers: Project['model']['layers'] }) {
  const columns = Math.ceil(layers.length / BARS);
  return (
    <div
      className={css['graphBars']}
      style={{ gridTemplateRows: `repeat(${Math.ceil(layers.length / columns)}, 7px)` }}
    >
      {layers.map(({ id, type }) => (
        <i key={id} style={{ background: CATEGORIES[layerOf(type).category].hue }} />
      ))}
    </div>
  );
}

/** The start screen rests this long before the engine is asked: most people open something before. */
const REST_MS = 1500;

/** Measures, one after another, how long the examples train on this machine; ends with the start screen. */
function useExampleTimes(examples: readonly Example[]): void {
  const app = useApp();
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const measure = async () => {
      for (const { id, text } of examples) {
        if (signal.aborted) return;
        if (app.ui.getState().exampleSeconds[id] !== undefined) continue;
        const measured = await app.jobs.run('estimateTraining', { project: text }, { signal }).result;
        if (measured)
          app.ui.setState(({ exampleSeconds }) => ({
            exampleSeconds: { ...exampleSeconds, [id]: measured.seconds },
          }));
      }
    };
    // The cards stand without a time where it cannot be measured.
    const timer = setTimeout(() => {
      measure().catch((error: unknown) => {
        if (!(error instanceof CallError)) throw error;
      });
    }, REST_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [examples]);
}
