/** The line style of a compared run; letter, color, and dashes each identify it. */
export interface Line {
  readonly letter: string;
  readonly color: string;
  readonly dash?: readonly number[];
}

const LINES: readonly Line[] = [
  { letter: 'A', color: 'var(--cat-linear)' },
  { letter: 'B', color: 'var(--cat-output)', dash: [7, 4] },
  { letter: 'C', color: 'var(--cat-activation)', dash: [2, 3] },
  { letter: 'D', color: 'var(--cat-conv)', dash: [10, 3, 2, 3] },
  { letter: 'E', color: 'var(--cat-regular)', dash: [14, 4] },
  { letter: 'F', color: 'var(--cat-norm)', dash: [5, 2, 1, 2, 1, 2] },
];

/** The line style of the compared run at index `place`. */
export function lineOf(place: number): Line {
  return LINES[place % LINES.length]!;
}
