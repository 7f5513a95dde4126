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
import type { Example } from '../../electron/ipc/contract.js';
import { columnNamed, isText } from '../../engine/data/table.js';
import { tableOf } from '../../engine/data/tables.js';
import { layerOf } from '../../engine/nn/layers/index.js';
import { parseProject } from '../../engine/project/parse.js';
import { isImages } from '../../engine/project/samples.js';
import type { DataSpec, Project } from '../../engine/project/schema.js';
import { openExample } from '../actions/file.js';
import { CATEGORIES } from '../build/layerText.js';
import { roughDuration } from '../ui/format.js';
import { useApp, useUi } from '../useApp.js';
import css from './shell.module.css';

interface ExampleCardProps {
  readonly example: Example;
  /** Its place on the path through the examples. */
  readonly step: number;
}

/** An example project: a picture of its data and graph, its name, what it shows, and how long it trains here. */
export function ExampleCard({ example: { id, name, description, text }, step }: ExampleCardProps) {
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

/** Bars in a column of a graph's picture. */
const BARS = 7;

/** The layers as bars in the colors of their categories. */
function GraphPicture({ layers }: { readonly layers: Project['model']['layers'] }) {
  return (
    <div
      className={css['graphBars']}
      style={{ gridTemplateRows: `repeat(${Math.min(BARS, layers.length)}, 7px)` }}
    >
      {layers.map(({ id, type }) => (
        <i key={id} style={{ background: CATEGORIES[layerOf(type).category].hue }} />
      ))}
    </div>
  );
}
