import type { Sentences } from '../language.js';
import { projectPath } from './phrases.js';
import { issueText, unknownText } from './project.js';

const BUSY = {
  download: 'CIFAR-10 is already being downloaded.',
  import: 'Another import is already running.',
  training: 'This run is still training. Stop it first.',
} as const;

/** The desktop shell. */
export const shell = {
  'shell/bad-request': ({ call, issue }) =>
    `${[call, projectPath(issue.path)].filter(Boolean).join(' ')}: ${issueText(issue)}`,
  'shell/forbidden': () => 'This page is not allowed to call the app.',
  'shell/document-closed': () => 'This project is no longer open. Open it again.',
  'shell/unsaved-work-gone': () => 'That unsaved work is no longer there.',
  'shell/no-file': () => 'This project has no file yet.',
  'shell/unknown-file': () => 'The app no longer knows that file. Open it again.',
  'shell/no-table': () => 'No table has been opened. Choose one first.',
  'shell/example': (name) => unknownText('example', name),
  'shell/busy': ({ with: work }) => BUSY[work],
  'shell/engine-down': () => 'The engine is not running. Restart it first.',
} satisfies Partial<Sentences>;

/** Faults of the program. */
export const internal = {
  'internal/engine-died': () =>
    'The engine stopped in the middle of its work; what was trained until the last checkpoint is kept. Restart the ' +
    'engine, then resume. If it happens again, memory may be short: close other programs, or choose a smaller batch ' +
    'size or smaller layers.',
  'internal/unexpected': ({ said }) => `An unexpected error occurred: ${said}.`,
  'internal/earlier-record': ({ said }) => `An earlier version of Layerloom reported: ${said}`,
  'internal/invariant': ({ violated }) => `This is a bug in Layerloom: ${violated}.`,
} satisfies Partial<Sentences>;
