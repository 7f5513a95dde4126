import { FAMILIES, type Family } from '../../base/problem.js';

type Words = { readonly [F in Family as `${F}/words`]: (facts: { readonly text: string }) => string };

/** Problems that still bring their own words. */
export const words = Object.fromEntries(
  FAMILIES.map((family) => [`${family}/words`, ({ text }: { readonly text: string }) => text]),
) as Words;
