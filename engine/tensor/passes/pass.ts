/** A rewrite that leaves what is computed as it is: of a graph, or of a model's chain of layers. */
export interface Pass<T> {
  readonly name: string;
  readonly run: (subject: T) => T;
}

/** Runs passes one after another; `watch` sees the result of each. */
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

/** The subject as text before the first pass and after each, for reading where a rewrite goes wrong. */
export function printPasses<T>(
  subject: T,
  passes: readonly Pass<T>[],
  print: (subject: T) => string,
): string {
  const stages = [`== before\n${print(subject)}`];
  runPasses(subject, passes, (name, result) => stages.push(`== after ${name}\n${print(result)}`));
  return stages.join('\n\n');
}
