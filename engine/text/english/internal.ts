import type { Sentences } from '../language.js';

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
