import { type Node, type NodeHandle, Position } from '@xyflow/react';
import { shallow } from 'zustand/shallow';
import type { Fix, Problem } from '../../engine/base/problem.js';
import type { Shape } from '../../engine/base/shape.js';
import { transformOf } from '../../engine/data/transforms/index.js';
import { layerOf } from '../../engine/nn/layers/index.js';
import type { Diagnosis } from '../../engine/project/diagnose.js';
import { isImages, sampleShape, targetsOf } from '../../engine/project/samples.js';
import type { DataSpec, Project } from '../../engine/project/schema.js';
import { numel } from '../../engine/tensor/tensor.js';
import { headlineOf, sentenceOf } from '../../engine/text/index.js';
import { findingsAbout } from '../state/training.js';
import { count } from '../ui/format.js';
import { CATEGORIES, detail } from './layerText.js';
import { INPUT, NODE, nodeHeight, OUTPUT, placeChain } from './layout.js';

/** A node's content, as plain values so that unchanged nodes are not rendered again. */
export interface NodeData extends Record<string, unknown> {
  /** The layer's type, the input, or the output. */
  readonly type: string;
  /** The layer's name, the data, or the loss. */
  readonly name: string;
  readonly hue: string;
  readonly detail: string;
  /** The shape of the output as text; `parameters` is to the right of it. */
  readonly shape: string;
  /** A picture of the output's shape. */
  readonly glyph: Glyph | null;
  readonly parameters: string;
  /** A headline of the problem, short enough for the node. */
  readonly problem: string | null;
  /** The full problem message. */
  readonly why: string;
  readonly firstFix: Fix | null;
  /** Findings of the shown run about the layer. */
  readonly mark: string | null;
  /** Layers can be reordered, renamed, and deleted; the input and output cannot. */
  readonly isLayer: boolean;
}

/** A node of the canvas. */
export type ChainNode = Node<NodeData, 'chain'>;

/** The positioned nodes of a project's chain, with `perLine` of them on a line. */
export function chainNodes(
  project: Project,
  diagnosis: Diagnosis,
  perLine: number,
  findings: readonly Problem[] = [],
): ChainNode[] {
  const layers = layerNodes(project, diagnosis, findings);
  const all = [inputNode(project), ...layers, outputNode(project, diagnosis)];
  const sized = all.map(({ id, data }) => ({ id, data, height: nodeHeight(data.problem !== null) }));
  const places = placeChain(sized, project.layout, perLine);
  const [targetPosition, sourcePosition] =
    project.layout.direction === 'horizontal'
      ? [Position.Left, Position.Right]
      : [Position.Top, Position.Bottom];
  return sized.map(({ id, data, height }) => ({
    id,
    type: 'chain',
    data,
    position: places.get(id)!,
    width: NODE.width,
    height,
    // Preset, so that React Flow can draw edges to nodes that are not rendered and need not measure any.
    measured: { width: NODE.width, height },
    targetPosition,
    sourcePosition,
    handles: [handleAt('target', targetPosition, height), handleAt('source', sourcePosition, height)],
    ariaLabel: screenReaderText(data),
  }));
}

/**
 * The nodes of `chain`, with those of `selected` marked. What looks the same in `current` keeps its objects, so that React
 * Flow renders only the rest.
 */
export function withUnchanged(
  current: readonly ChainNode[],
  chain: readonly ChainNode[],
  selected: ReadonlySet<string>,
): ChainNode[] {
  const shown = new Map(current.map((node) => [node.id, node]));
  return chain.map((node) => {
    const before = shown.get(node.id);
    const isSelected = selected.has(node.id);
    const data = before && looksTheSame(before.data, node.data) ? before.data : node.data;
    // A dragged node's place is the mouse's until it is dropped.
    const position = before?.dragging ? before.position : node.position;
    const isUnchanged =
      data === before?.data &&
      before.selected === isSelected &&
      before.sourcePosition === node.sourcePosition &&
      shallow(before.position, position);
    return isUnchanged ? before : { ...node, data, position, selected: isSelected };
  });
}

const looksTheSame = (a: NodeData, b: NodeData) =>
  shallow({ ...a, glyph: null }, { ...b, glyph: null }) && shallow(a.glyph, b.glyph);

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
  return { type, position, x: x * NODE.width, y: y * height, width: 0, height: 0 };
}

/** Screen-reader text of a node. */
function screenReaderText({ isLayer, name, type, shape: text, glyph, problem, why, mark }: NodeData): string {
  const output = glyph ? `output ${text}` : text;
  return [
    ...(isLayer ? [name, type] : [type, name]),
    output,
    problem === null ? '' : `problem: ${why}`,
    mark ?? '',
  ]
    .filter(Boolean)
    .join(', ');
}

function inputNode({ data }: Project): { id: string; data: NodeData } {
  const steps = data.transforms.flatMap(({ type }) => transformOf(type).label ?? []);
  const name = data.source.kind === 'cifar10' ? 'CIFAR-10' : data.source.name;
  return end(INPUT, 'Input', name, 'var(--cat-input)', {
    detail: [isImages(data) ? classWords(data.classes) : data.inputs.join(', '), ...steps].join(' · '),
    ...outputShape(sampleShape(data)),
  });
}

function outputNode(project: Project, { whole, model }: Diagnosis): { id: string; data: NodeData } {
  const { data, training } = project;
  const targets = targetsOf(data);
  const columns = isImages(data) ? [] : data.targets;
  const name = targets.kind === 'classes' ? classWords(targets.names) : columns.join(', ');
  return end(OUTPUT, 'Output', name, 'var(--cat-output)', {
    detail: training.loss.type,
    ...(model ? outputShape(model.output) : { shape: project.model.layers.length > 0 ? UNKNOWN_SHAPE : '' }),
    // A new project is not wrong yet.
    ...problemOf(project.model.layers.length > 0 ? (whole[0] ?? null) : null),
  });
}

/** Classes in the space of a node. */
function classWords(names: readonly string[]): string {
  const all = names.join(', ');
  return all.length <= 17 ? all : `${names.length} classes`;
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
  type: string,
  name: string,
  hue: string,
  rest: Partial<NodeData>,
): { id: string; data: NodeData } {
  const bare = { detail: '', shape: '', glyph: null, parameters: '', mark: null, ...problemOf(null) };
  return { id, data: { type, name, hue, isLayer: false, ...bare, ...rest } };
}

function layerNodes(
  { data }: Project,
  { reports }: Diagnosis,
  findings: readonly Problem[],
): { id: string; data: NodeData }[] {
  return reports.map(({ spec, bound, problem }, i) => {
    const given = reports[i - 1]?.bound?.output ?? sampleShape(data);
    const definition = layerOf(spec.type);
    const parameters = bound?.parameters.reduce((sum, item) => sum + numel(item.shape), 0);
    return {
      id: spec.id,
      data: {
        type: spec.type,
        name: spec.name,
        hue: CATEGORIES[definition.category].hue,
        detail: detail(definition, bound?.params ?? spec.params),
        ...(bound
          ? outputShape(bound.output)
          : { shape: problem ? `gets ${samplePart(given)}` : UNKNOWN_SHAPE, glyph: null }),
        parameters: parameters ? count(parameters) : '',
        ...problemOf(problem),
        mark: findingsAbout(findings, spec.id).map(headlineOf).join(', ') || null,
        isLayer: true,
      },
    };
  });
}

function outputShape(whole: Shape): Pick<NodeData, 'shape' | 'glyph'> {
  return { shape: samplePart(whole), glyph: glyphOf(whole) };
}

/** A shape without its batch axis, as text: every node has the same batch axis. */
function samplePart(whole: Shape): string {
  return whole.slice(1).map(String).join(' × ');
}

function listed(names: readonly string[]): string {
  return names.length <= 3
    ? names.join(', ')
    : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
}

/** Shown while a shape is unknown. */
const UNKNOWN_SHAPE = 'shape not known yet';

function problemOf(problem: Problem | null): Pick<NodeData, 'problem' | 'why' | 'firstFix'> {
  if (!problem) return { problem: null, why: '', firstFix: null };
  return { problem: headlineOf(problem), why: sentenceOf(problem), firstFix: problem.fixes[0] ?? null };
}

/** A picture of a tensor's shape: a bar for a vector, a stack of rectangles for maps. Sizes in pixels. */
export interface Glyph {
  readonly width: number;
  readonly height: number;
  /** Number of rectangles in the stack. */
  readonly depth: number;
}

/** Sizes grow with the logarithm, so that 10 and 4,096 units can stand side by side; `most` is reached at 4,096. */
function grown(size: number, most: number): number {
  return Math.round(Math.max(4, Math.min(most, (most * Math.log2(size + 1)) / 12)));
}

/** The picture of a shape `[batch, …]`; null if a size is unknown. */
function glyphOf(shape: Shape): Glyph | null {
  const sizes = shape.slice(1).filter((size) => typeof size === 'number');
  if (sizes.length === 0 || sizes.length < shape.length - 1) return null;
  const [channels = 1, height = 1, width = height] = sizes;
  if (sizes.length === 1) return { width: 6, height: grown(channels, 36), depth: 1 };
  const depth = channels < 2 ? 1 : channels < 16 ? 2 : channels < 64 ? 3 : 4;
  const side = sizes.length === 2 ? { width: grown(height, 32), height: 6 } : null;
  return { width: grown(width, 48), height: grown(height, 48), ...side, depth };
}
