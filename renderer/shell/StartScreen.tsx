import { useEffect, useState } from 'react';
import type { Example, RecentFile, Recovery } from '../../electron/ipc/contract.js';
import { runCommand } from '../actions/commands.js';
import { open, openFile, recover } from '../actions/file.js';
import { valueOrNotice } from '../loom.js';
import { openOverlay } from '../state/ui.js';
import { Button } from '../ui/Button.js';
import { Kbd } from '../ui/Kbd.js';
import uiCss from '../ui/ui.module.css';
import { useApp } from '../useApp.js';
import { ExampleCard } from './ExampleCard.js';
import css from './shell.module.css';
import { useExampleTimes } from './useExampleTimes.js';

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
