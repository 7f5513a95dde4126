import type { Sentences } from '../language.js';

/** Faults of the program. */
export const internal = {
  'internal/unexpected': ({ said }) => `Something unexpected happened: ${said}.`,
  'internal/invariant': ({ violated }) => `This is a bug in Layerloom: ${violated}.`,
} satisfies Partial<Sentences>;
