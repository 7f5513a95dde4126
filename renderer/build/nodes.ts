import { type Node, type NodeHandle, Position } from '@xyflow/react';
import type { Fix, Problem } from '../../engine/base/problem.js';
import { transformOf } from '../../engine/data/transforms/index.js';
import { layerOf } from '../../engine/nn/layers/index.js';
import type { Diagnosis } from '../../engine/project/diagnose.js';
import { isImages, sampleShape, targetsOf } from '../../engine/project/samples.js';
import type { DataSpec, Project } from '../../engine/project/schema.js';
import { numel } from '../../engine/tensor/tensor.js';
import { headlineOf, sentenceOf } from '../../engine/text/index.js';
import { count, shape } from '../ui/format.js';
import { CATEGORIES, detail } from './layerText.js';
import { INPUT, NODE_WIDTH, nodeHeight, OUTPUT, placeChain } from './layout.js';

/** A node's content, as plain values so that unchanged nodes are not rendered again. */
export interface NodeData extends Record<string, unknown> {
  readonly title: string;
  readonly kind: string;
  readonly hue: string;
  readonly detail: string;
  /** Left side of the footer; `parameters` is on the right. */
  readonly shape: string;
  readonly parameters: string;
  /** A headline of the problem, short enough for the node. */
  readonly problem: string | null;
  /** The full problem message. */
  readonly why: string;
  readonly firstFix: Fix | null;
  /** Layers can be reordered, renamed, and deleted; the input and output cannot. */
  readonly isLayer: boolean;
}

/** A node of the canvas. */
export type ChainNode = Node<NodeData, 'chain'>;

/** The positioned nodes of a project's chain. */
export function chainNodes(project: Project, diagnosis: Diagnosis): ChainNode[] {
  const all = [inputNode(project), ...layerNodes(project, diagnosis), outputNode(project, diagnosis)];
  const sized = all.map(({ id, data }) => ({
    id,
    data,
    height: nodeHeight({ detail: data.detail !== '', problem: data.problem !== null }),
  }));
  const places = placeChain(sized, project.layout);
  const [targetPosition, sourcePosition] =
    project.layout.direction === 'horizontal'
      ? [Position.Left, Position.Right]
      : [Position.Top, Position.Bottom];
  return sized.map(({ id, data, height }) => ({
    id,
    type: 'chain',
    data,
    position: places.get(id)!,
    width: NODE_WIDTH,
    height,
    // Preset, so that React Flow can draw edges to nodes that are not rendered and need not measure any.
    measured: { width: NODE_WIDTH, height },
    targetPosition,
    sourcePosition,
    handles: [handleAt('target', targetPosition, height), handleAt('source', sourcePosition, height)],
    ariaLabel: screenReaderText(data),
  }));
}

/** The middle of each side, as a fraction of the node's width and height. */
const MIDDLES: Readonly<Record<Position, readonly [x: number, y: number]>> = {
  [Position.Top]: [0.5, 0],
  [Position.Right]: [1, 0.5],
  [Position.Bottom]: [0.5, 1],
  [Position.Left]: [0, 0.5],
};

/** The handle that an edge of the node attaches to. */
function handleAt(type: NodeHandle['type'], position: Position, height: number): NodeHandle {
  const [x, y] = MIDDLES[position];
  return { type, position, x: x * NODE_WIDTH, y: y * height, width: 0, height: 0 };
}

/** Screen-reader text of a node. */
function screenReaderText({ title, kind, shape: text, problem, why }: NodeData): string {
  const output = text.startsWith('[') ? `output ${text}` : text;
  return [title, kind, output, problem === null ? '' : `problem: ${why}`].filter(Boolean).join(', ');
}

function inputNode({ data }: Project): { id: string; data: NodeData } {
  const steps = data.transforms.flatMap(({ type }) => transformOf(type).label ?? []);
  return end(
    INPUT,
    'Input',
    data.source.kind === 'cifar10' ? 'CIFAR-10' : data.source.name,
    'var(--cat-input)',
    {
      detail: [inputWords(data), ...steps].join(' · '),
      shape: shape(sampleShape(data)),
    },
  );
}

function outputNode(project: Project, { whole, model }: Diagnosis): { id: string; data: NodeData } {
  const { data, training } = project;
  return end(OUTPUT, 'Output', training.loss.type, 'var(--cat-output)', {
    detail: outputWords(data),
    shape: model ? shape(model.output) : project.model.layers.length > 0 ? UNKNOWN_SHAPE : '',
    // A new project is not wrong yet.
    ...problemOf(project.model.layers.length > 0 ? (whole[0] ?? null) : null),
  });
}

/** The model's input as text: classes of images, or input columns. */
export function inputWords(data: DataSpec): string {
  return isImages(data) ? listed(data.classes) : data.inputs.join(', ');
}

/** The model's output as text: classes, or target columns. */
export function outputWords(data: DataSpec): string {
  if (isImages(data)) return listed(data.classes);
  const targets = targetsOf(data);
  return targets.kind === 'classes' ? listed(targets.names) : data.targets.join(', ');
}

function end(
  id: string,
  title: string,
  kind: string,
  hue: string,
  rest: Partial<NodeData>,
): { id: string; data: NodeData } {
  const bare = { detail: '', shape: '', parameters: '', ...problemOf(null) };
  return { id, data: { title, kind, hue, isLayer: false, ...bare, ...rest } };
}

function layerNodes({ data }: Project, { reports }: Diagnosis): { id: string; data: NodeData }[] {
  return reports.map(({ spec, bound, problem }, i) => {
    const given = reports[i - 1]?.bound?.output ?? sampleShape(data);
    const definition = layerOf(spec.type);
    const parameters = bound?.parameters.reduce((sum, item) => sum + numel(item.shape), 0);
    return {
      id: spec.id,
      data: {
        title: spec.name,
        kind: spec.type,
        hue: CATEGORIES[definition.category].hue,
        detail: detail(definition, bound?.params ?? spec.params),
        shape: bound ? shape(bound.output) : problem ? `gets ${shape(given)}` : UNKNOWN_SHAPE,
        parameters: parameters === undefined ? '' : count(parameters),
        ...problemOf(problem),
        isLayer: true,
      },
    };
  });
}

function listed(names: readonly string[]): string {
  return names.length <= 3
    ? names.join(', ')
    : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
}

/** Shown while a shape is unknown. */
const UNKNOWN_SHAPE = 'waiting for previous layer';

function problemOf(problem: Problem | null): Pick<NodeData, 'problem' | 'why' | 'firstFix'> {
  if (!problem) return { problem: null, why: '', firstFix: null };
  return { problem: headlineOf(problem), why: sentenceOf(problem), firstFix: problem.fixes[0] ?? null };
}
