import { useEffect, useState } from 'react';
import type { AppInfo } from '../../electron/ipc/contract.js';
import { commands } from '../actions/commands.js';
import { importTable } from '../actions/data.js';
import { newProject } from '../actions/file.js';
import { templates } from '../../engine/project/templates.js';
import { valueOrNotice } from '../loom.js';
import { openOverlay, useUi, type Overlay } from '../state/ui.js';
import { Button } from '../ui/Button.js';
import { Dialog } from '../ui/Dialog.js';
import { Kbd } from '../ui/Kbd.js';
import { ImageImport } from '../data/ImageImport.js';
import { TableImport } from '../data/TableImport.js';
import { CommandPalette } from './CommandPalette.js';
import css from './shell.module.css';

const close = () => openOverlay(null);

const OVERLAYS: Readonly<Record<Overlay, () => React.JSX.Element | null>> = {
  commands: CommandPalette,
  new: NewProject,
  table: TableImport,
  photos: ImageImport,
  shortcuts: Shortcuts,
  about: About,
};

/** What lies over the window now. */
export function Overlays() {
  const overlay = useUi((state) => state.overlay);
  if (!overlay) return null;
  const Shown = OVERLAYS[overlay];
  return <Shown />;
}

/** The data to start an empty model on: that of a template. */
const EMPTY = [
  {
    from: 'fully-connected',
    name: 'Empty, for images',
    text: 'Birds and airplanes of CIFAR-10; the classes can be changed.',
  },
  { from: 'linear-regressor', name: 'Empty, for a table', text: 'The thermometer readings.' },
] as const;

function NewProject() {
  const empty = EMPTY.flatMap(({ from, name, text }) => {
    const template = templates.find(({ id }) => id === from);
    return template ? [{ id: `empty-${from}`, name, summary: text, project: bare(template.project) }] : [];
  });
  return (
    <Dialog title="New project" onClose={close}>
      <div className={css['cards']}>
        <button type="button" className={css['card']} onClick={() => openOverlay('photos')}>
          <b>From your own images…</b>
          <span>A folder with a folder of images for each class.</span>
        </button>
        <button type="button" className={css['card']} onClick={() => void importTable()}>
          <b>From your own table…</b>
          <span>A CSV file: some columns go in, one comes out.</span>
        </button>
        {[...empty, ...templates].map(({ id, name, summary, project }) => (
          <button key={id} type="button" className={css['card']} onClick={() => void newProject(project)}>
            <b>{name}</b>
            <span>{summary}</span>
          </button>
        ))}
      </div>
    </Dialog>
  );
}

function bare(project: (typeof templates)[number]['project']): typeof project {
  return { ...project, name: 'Untitled', model: { layers: [] } };
}

function Shortcuts() {
  return (
    <Dialog title="Keyboard shortcuts" onClose={close}>
      <div role="group" aria-label="Shortcuts" tabIndex={0}>
        <dl className={css['facts']}>
          {commands
            .filter(({ keys }) => keys)
            .map(({ id, title, keys = [] }) => (
              <div key={id} style={{ display: 'contents' }}>
                <dt>
                  {keys.map((key) => (
                    <Kbd key={key} keys={key} />
                  ))}
                </dt>
                <dd>{title}</dd>
              </div>
            ))}
          <dt>
            <Kbd keys="ArrowUp" /> <Kbd keys="ArrowDown" />
          </dt>
          <dd>On the canvas: go to the layer before or after; with Shift, select several</dd>
          <dt>
            <Kbd keys="/" />
          </dt>
          <dd>Search layers</dd>
        </dl>
      </div>
    </Dialog>
  );
}

function About() {
  const [info, setInfo] = useState<AppInfo | null>(null);
  useEffect(() => void valueOrNotice(window.loom.app.info()).then(setInfo), []);
  const facts = info && [
    ['Version', info.version],
    ['Electron', info.electron],
    ['Chromium', info.chromium],
    ['Node', info.node],
    ['onnxruntime', info.onnxruntime],
    ['Cores', String(info.cores)],
    ['Log', info.logFile],
  ];
  return (
    <Dialog title="About Layerloom" onClose={close}>
      <dl className={css['facts']}>
        {facts?.map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p style={{ marginTop: 16 }}>
        <Button onClick={() => void window.loom.app.showLog()}>Show log</Button>
      </p>
    </Dialog>
  );
}
