import {
  BaseEdge,
  type Edge,
  type EdgeProps,
  getSmoothStepPath,
  Handle,
  type NodeProps,
  Position,
} from '@xyflow/react';
import { TriangleAlert } from 'lucide-react';
import { type CSSProperties, memo } from 'react';
import type { Fix } from '../../engine/base/problem.js';
import { nameProblem, renameLayer } from '../../engine/project/edits.js';
import { fixLabel, sentenceOf } from '../../engine/text/index.js';
import { fix } from '../actions/edit.js';
import type { App } from '../app.js';
import { edit } from '../state/document.js';
import { notice } from '../state/ui.js';
import { Button } from '../ui/Button.js';
import { NameInput } from '../ui/controls.js';
import { useApp, useUi } from '../useApp.js';
import css from './build.module.css';
import { INPUT, NODE, OUTPUT } from './layout.js';
import type { ChainNode as ChainNodeType, Glyph } from './nodes.js';

/** Number of characters that always fit on a line. Longer text is clipped, which costs time in every frame. */
const LONG = { head: 19, detail: 23 };

/** Number of large letters that fit in a node. */
const LARGE = 11;
const short = (text: string) => (text.length > LARGE ? `${text.slice(0, LARGE - 1)}…` : text);

/** A node of the chain: the input, the output, or a layer with its settings, output, parameter count, and problem. */
export const ChainNode = memo(function ChainNode(props: NodeProps<ChainNodeType>) {
  const { id, data, selected, targetPosition = Position.Top, sourcePosition = Position.Bottom } = props;
  const names = [css['node'], selected && css['selected'], data.problem !== null && css['broken']];
  return (
    <>
      <div
        className={names.filter(Boolean).join(' ')}
        style={{ '--hue': data.hue, '--letters': short(data.type).length } as CSSProperties}
      >
        <div className={css['nodeText']}>
          <div className={css['nodeBody']}>
            {data.glyph && <Picture glyph={data.glyph} />}
            <Head id={id} {...data} />
            <div
              className={css['nodeDetail']}
              data-long={data.detail.length > LONG.detail || undefined}
              title={data.detail}
            >
              {data.detail}
            </div>
            <div className={css['nodeFoot']}>
              <span>{data.shape}</span>
              <span title="Number of parameters">{data.parameters}</span>
            </div>
          </div>
          {data.problem !== null && <Problem text={data.problem} why={data.why} firstFix={data.firstFix} />}
        </div>
        <div className={css['farLabel']} aria-hidden>
          {short(data.type)}
        </div>
        {data.mark !== null && (
          <span className={css['mark']} role="img" aria-label={data.mark} title={data.mark}>
            <TriangleAlert />
          </span>
        )}
      </div>
      {id !== INPUT && <Handle type="target" position={targetPosition} isConnectable={false} />}
      {id !== OUTPUT && <Handle type="source" position={sourcePosition} isConnectable={false} />}
    </>
  );
}, showsTheSame);

/** The shape of a node's output, drawn. */
function Picture({ glyph: { width, height, depth } }: { readonly glyph: Glyph }) {
  return <i className={css['glyph']} data-depth={depth} style={{ width, height }} />;
}

/** Compares visible content; a drag changes only positions. */
function showsTheSame(a: NodeProps<ChainNodeType>, b: NodeProps<ChainNodeType>): boolean {
  return a.selected === b.selected && a.sourcePosition === b.sourcePosition && a.data === b.data;
}

interface HeadProps {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly isLayer: boolean;
}

/** A node's type and name; or its name being edited. */
function Head({ id, type, name, isLayer }: HeadProps) {
  const app = useApp();
  const renaming = useUi((state) => state.renaming === id);
  if (renaming) {
    return (
      <div className={css['nodeHead']}>
        <NameInput
          label="Layer name"
          name={name}
          rename={(next) => rename(app, id, next)}
          close={() => app.ui.setState({ renaming: null })}
        />
      </div>
    );
  }
  const start = () => {
    if (isLayer) app.ui.setState({ renaming: id });
  };
  return (
    <div className={css['nodeHead']} onDoubleClick={start}>
      <b>{type}</b>
      <span
        data-long={type.length + name.length > LONG.head || undefined}
        title={isLayer ? `${name}: double-click to rename` : name}
      >
        {name}
      </span>
    </div>
  );
}

function rename(app: App, id: string, name: string): void {
  const { project } = app.document.getState();
  if (!project) return;
  const problem = nameProblem(project, id, name);
  if (problem) notice(app, 'bad', `“${name}” can’t be used as a name. ${sentenceOf(problem)}`);
  else edit(app, renameLayer(id, name));
}

interface ProblemProps {
  readonly text: string;
  /** The full message. */
  readonly why: string;
  readonly firstFix: Fix | null;
}

function Problem({ text, why, firstFix }: ProblemProps) {
  const app = useApp();
  return (
    <div className={css['problem']}>
      <p title={why}>{text}</p>
      {firstFix && (
        <Button className="nodrag" title={fixLabel(firstFix)} onClick={() => fix(app, firstFix)}>
          Fix
        </Button>
      )}
    </div>
  );
}

/** The edge between two neighboring nodes; it has the id of the second. */
export type ChainEdge = Edge<Record<string, never>, 'chain'>;

/** Half the length of the insertion mark: both ends stay visible beside a node dragged over it. */
const REACH = { vertical: NODE.width / 2 + 72, horizontal: 136 };

/** An edge, with an insertion mark across it while it is the drop target. */
export const ChainEdge = memo(function ChainEdge({ id, ...ends }: EdgeProps<ChainEdge>) {
  const isTarget = useUi((state) => state.insertBefore === id);
  const { sourcePosition } = ends;
  const [path, x, y] = getSmoothStepPath({ ...ends, borderRadius: 6, offset: 8 });
  return (
    <>
      <BaseEdge path={path} interactionWidth={0} />
      {isTarget && (
        <path
          className={css['landing']}
          transform={`translate(${x} ${y})${sourcePosition === Position.Right ? ' rotate(90)' : ''}`}
          d={markAcross(sourcePosition === Position.Right ? REACH.horizontal : REACH.vertical)}
        />
      )}
    </>
  );
});

/** The path of a line with an arrowhead at each end, pointing at the gap. */
function markAcross(reach: number): string {
  return `M${-reach} -8l14 8l-14 8zM${reach} -8l-14 8l14 8zM${14 - reach} 0H${reach - 14}`;
}
