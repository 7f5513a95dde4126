/** A rewrite of a graph, or of a model's chain of layers, that preserves its results. */
export interface Pass<T> {
  readonly name: string;
  readonly run: (subject: T) => T;
}

/** Runs passes one after another and calls `watch` with the result of each. */
export function runPasses<T>(
  subject: T,
  passes: readonly Pass<T>[],
  watch: (pass: string, result: T) => void = () => undefined,
): T {
  return passes.reduce((before, { name, run }) => {
    const after = run(before);
    watch(name, after);
    return after;
  }, subject);
}

/** Formats the subject before the first pass and after each one, to show where a rewrite goes wrong. */
export function printPasses<T>(
  subject: T,
  passes: readonly Pass<T>[],
  print: (subject: T) => string,
): string {
  const stages = [`== before\n${print(subject)}`];
  runPasses(subject, passes, (name, result) => stages.push(`== after ${name}\n${print(result)}`));
  return stages.join('\n\n');
}
