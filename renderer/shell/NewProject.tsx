import { type Template, templates } from '../../engine/project/templates.js';
import { importTable } from '../actions/data.js';
import { newProject } from '../actions/file.js';
import type { App } from '../app.js';
import { openOverlay } from '../state/ui.js';
import { Dialog } from '../ui/Dialog.js';
import uiCss from '../ui/ui.module.css';
import { useApp } from '../useApp.js';
import css from './shell.module.css';

interface Start {
  readonly name: string;
  readonly text: string;
  readonly go: (app: App) => void;
}

const OWN: readonly Start[] = [
  {
    name: 'From your own images…',
    text: 'A folder with one subfolder of images per class.',
    go: (app) => openOverlay(app, 'photos'),
  },
  {
    name: 'From your own table…',
    text: 'A CSV file: some columns are inputs, one is the target.',
    go: (app) => void importTable(app),
  },
];

/** Starting points without layers, each with the data of a template. */
const EMPTY = [
  {
    from: 'fully-connected',
    name: 'Empty, for images',
    text: 'Birds and airplanes from CIFAR-10; you can change the classes.',
  },
  { from: 'linear-regressor', name: 'Empty, for a table', text: 'The thermometer readings.' },
] as const;

/** The starting points of a project: your own data, an empty model, or a template. */
export function NewProject() {
  const app = useApp();
  const empty = EMPTY.flatMap(({ from, name, text }) => {
    const template = templates.find(({ id }) => id === from);
    return template ? [{ name, text, go: (app: App) => void newProject(app, bare(template)) }] : [];
  });
  const whole = templates.map(({ name, summary, project }) => ({
    name,
    text: summary,
    go: (app: App) => void newProject(app, project),
  }));
  return (
    <Dialog title="New project" onClose={() => openOverlay(app, null)}>
      <Starts title="Your own data" starts={OWN} />
      <Starts title="An empty model" starts={empty} />
      <Starts title="Templates" starts={whole} />
    </Dialog>
  );
}

function Starts({ title, starts }: { readonly title: string; readonly starts: readonly Start[] }) {
  const app = useApp();
  return (
    <section aria-label={title}>
      <h3 className={uiCss['section']}>{title}</h3>
      <div className={css['cards']}>
        {starts.map(({ name, text, go }) => (
          <button key={name} type="button" className={css['card']} onClick={() => go(app)}>
            <b>{name}</b>
            <span>{text}</span>
          </button>
        ))}
      </div>
    </section>
  );
}

function bare({ project }: Template): Template['project'] {
  return { ...project, name: 'Untitled', model: { layers: [] } };
}
