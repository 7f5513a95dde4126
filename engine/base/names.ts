/** Number of single-letter edits from `a` to `b`. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(changed, previous[j]! + 1, row[j - 1]! + 1));
    }
    previous = row;
  }
  return previous[b.length]!;
}

/** The known name closest to `wrong`, or null when none is close enough. */
function nearest(wrong: string, known: readonly string[]): string | null {
  const ranked = known
    .map((name) => ({ name, distance: editDistance(wrong.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best && best.distance <= Math.max(2, best.name.length / 3) ? best.name : null;
}

/** An unknown name, the closest known name, and all known names. */
export interface ListedName {
  readonly name: string;
  readonly nearest: string | null;
  readonly known: readonly string[];
}

/** The facts of an unknown name. */
export function unknownName(name: string, known: readonly string[]): ListedName {
  return { name, nearest: nearest(name, known), known };
}
