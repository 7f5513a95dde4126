import { Pause, Play, Square } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { renameProject } from '../../engine/project/edits.js';
import { isImages } from '../../engine/project/samples.js';
import type { Project } from '../../engine/project/schema.js';
import { runCommand } from '../actions/commands.js';
import { closeProject } from '../actions/file.js';
import { edit, isEdited } from '../state/document.js';
import { isActive } from '../state/training.js';
import { show } from '../state/ui.js';
import { runFigure, stateTone } from '../ui/format.js';
import { RunChoice } from '../understand/RunChoice.js';
import { Button } from '../ui/Button.js';
import { NameInput } from '../ui/controls.js';
import uiCss from '../ui/ui.module.css';
import { useApp, useDocument, useTraining, useUi } from '../useApp.js';
import css from './shell.module.css';

/** The project's name, state, and data, the last run, and the Export and Train buttons. */
export function TitleBar() {
  const app = useApp();
  const document = useDocument((state) => state.document);
  const project = useDocument((state) => state.project);
  const edited = useDocument(isEdited);
  const understanding = useUi((state) => state.workspace === 'understand');
  return (
    <header className={css['title']}>
      <button
        type="button"
        className={css['home']}
        aria-label="Start screen"
        title="Start screen"
        onClick={() => void closeProject(app)}
      >
        <Logo />
      </button>
      {document && project ? (
        <>
          <ProjectTitle name={project.name} />
          {document.saved && document.name !== project.name && (
            <span className={css['muted']}>{document.name}.loom</span>
          )}
          <span className={css['muted']}>
            {edited ? 'Edited' : document.saved ? 'Saved' : 'Not saved yet'}
          </span>
          <button
            type="button"
            className={`${uiCss['chip'] ?? ''} ${css['data'] ?? ''}`}
            onClick={() => show(app, 'data')}
            title="Show in Data"
          >
            {dataText(project.data)}
          </button>
          <span className={css['spring']} />
          {understanding ? <RunChoice /> : <LastRun />}
          <Button onClick={() => show(app, 'export')}>Export…</Button>
          <TrainButton />
        </>
      ) : (
        <h1>Layerloom</h1>
      )}
    </header>
  );
}

/** The project's name, edited in place. */
function ProjectTitle({ name }: { readonly name: string }) {
  const app = useApp();
  const renaming = useUi((state) => state.renamingProject);
  const button = useRef<HTMLButtonElement>(null);
  const start = () => app.ui.setState({ renamingProject: true });
  /** Set while a key may end the renaming, after which the focus returns to the title. */
  const byKey = useRef(false);
  useEffect(() => {
    if (!renaming && byKey.current) button.current?.focus();
    byKey.current = false;
  }, [renaming]);
  return (
    <h1 onKeyDownCapture={({ key }) => (byKey.current = key === 'Enter' || key === 'Escape')}>
      {renaming ? (
        <NameInput
          label="Project name"
          name={name}
          rename={(next) => edit(app, renameProject(next))}
          close={() => app.ui.setState({ renamingProject: false })}
        />
      ) : (
        <button
          ref={button}
          type="button"
          className={css['rename']}
          title="Rename the project (F2)"
          onClick={start}
          onKeyDown={(event) => {
            if (event.key !== 'F2') return;
            event.stopPropagation();
            start();
          }}
        >
          {name}
        </button>
      )}
    </h1>
  );
}

function TrainButton() {
  const app = useApp();
  const live = useTraining((state) => state.live);
  if (!isActive(live)) {
    return (
      <Button look="primary" onClick={() => runCommand(app, 'train.start')}>
        <Play size={13} fill="currentColor" /> Train
      </Button>
    );
  }
  const paused = live.status === 'paused';
  return (
    <>
      <Button onClick={() => runCommand(app, 'train.pause')}>
        {paused ? <Play size={13} /> : <Pause size={13} />} {paused ? 'Resume' : 'Pause'}
      </Button>
      <Button onClick={() => runCommand(app, 'train.stop')} disabled={live.status === 'stopping'}>
        <Square size={12} /> {live.status === 'stopping' ? 'Stopping…' : 'Stop'}
      </Button>
    </>
  );
}

function LastRun() {
  const app = useApp();
  const live = useTraining((state) => state.live);
  const newest = useTraining((state) => state.runs[0] ?? null);
  const last = live?.epochs.at(-1) ?? newest?.last;
  if (!last && !isActive(live)) return null;
  return (
    <button type="button" className={uiCss['chip']} onClick={() => show(app, 'train')} title="Show in Train">
      <i className={uiCss['dot']} style={{ background: stateTone({ live, run: newest }) }} />
      {!isActive(live) ? 'Last run' : live.status === 'paused' ? 'Paused' : 'Training'} ·{' '}
      {runFigure(last) ?? 'starting'}
    </button>
  );
}

/** A short description of the data. */
function dataText(data: Project['data']): string {
  if (!isImages(data)) return `${data.source.name} · ${data.inputs.join(', ')} → ${data.targets.join(', ')}`;
  const { length } = data.classes;
  const limit = data.limitPerClass === null ? '' : ` · ${data.limitPerClass} each`;
  return `${data.source.kind === 'cifar10' ? 'CIFAR-10' : data.source.name} · ${length} ${length === 1 ? 'class' : 'classes'}${limit}`;
}

/** Layerloom's logo: three threads and one woven through them. */
function Logo({ size = 20 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
      <g fill="none" stroke="var(--accent)" strokeWidth="2" strokeLinecap="round">
        <path d="M3 5h14M3 10h14M3 15h14" />
        <path d="M6 3c0 6 8 8 8 14" opacity=".7" />
      </g>
    </svg>
  );
}
