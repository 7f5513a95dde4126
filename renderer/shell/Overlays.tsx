import { useEffect, useState } from 'react';
import type { AppInfo } from '../../electron/ipc/contract.js';
import { ImageImport } from '../data/ImageImport.js';
import { TableImport } from '../data/TableImport.js';
import { valueOrNotice } from '../loom.js';
import { openOverlay, type Overlay } from '../state/ui.js';
import { Button } from '../ui/Button.js';
import { Dialog } from '../ui/Dialog.js';
import { useApp, useUi } from '../useApp.js';
import { CommandPalette } from './CommandPalette.js';
import { NewProject } from './NewProject.js';
import css from './shell.module.css';
import { Shortcuts } from './Shortcuts.js';

const OVERLAYS: Readonly<Record<Overlay, () => React.JSX.Element | null>> = {
  commands: CommandPalette,
  new: NewProject,
  table: TableImport,
  photos: ImageImport,
  shortcuts: Shortcuts,
  about: About,
};

/** The open overlay, if any. */
export function Overlays() {
  const overlay = useUi((state) => state.overlay);
  if (!overlay) return null;
  const Shown = OVERLAYS[overlay];
  return <Shown />;
}

function About() {
  const app = useApp();
  const [info, setInfo] = useState<AppInfo | null>(null);
  useEffect(() => void valueOrNotice(app, app.loom.app.info()).then(setInfo), []);
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
    <Dialog title="About Layerloom" onClose={() => openOverlay(app, null)}>
      <dl className={css['facts']}>
        {facts?.map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p style={{ marginTop: 16 }}>
        <Button onClick={() => void app.loom.app.showLog()}>Show log</Button>
      </p>
    </Dialog>
  );
}
