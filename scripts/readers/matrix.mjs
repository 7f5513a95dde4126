// What each reader made of every file, in short: engine/exchange/onnx/readers.json.
import { LIMITS } from './limits.mjs';

/** Largest difference from PyTorch that counts as the same number; relative for numbers above 1. */
export const TOLERANCE = 1e-5;

const good = ({ difference, reshaped }) => difference <= TOLERANCE && !reshaped;

const explains = (limit, name, file, result) =>
  name.startsWith(limit.reader) &&
  limit.file.test(file) &&
  (limit.error
    ? limit.error.test(result.error ?? '')
    : limit.wrong
      ? result.difference > TOLERANCE
      : result.difference <= TOLERANCE && result.reshaped);

/** The matrix, and a line for every failure without a known reason. */
export function matrixOf(forms, answers, { pytorch, batches }) {
  const unexplained = [];
  const files = new Map(LIMITS.map((limit) => [limit, 0]));
  const readers = answers.map(({ name, version, results }) => {
    const full = `${name} ${version}`;
    results.forEach((result, i) => {
      if (good(result)) return;
      const { file } = forms[i];
      const limit = LIMITS.find((one) => explains(one, full, file, result));
      if (limit) files.set(limit, files.get(limit) + 1);
      else unexplained.push(`${full}: ${file}: ${result.error ?? `differs by ${result.difference}`}`);
    });
    const opened = forms.filter((_, i) => good(results[i]));
    return {
      name,
      version,
      opened: counts(opened),
      difference: Math.max(...results.filter(good).map(({ difference }) => difference)),
      // The standard's own tools are not what people use a file with.
      cannot: name.startsWith('onnx.')
        ? null
        : onlyIn(
            forms.filter((_, i) => !good(results[i])),
            opened,
          ),
    };
  });
  for (const { reader, reason } of LIMITS.filter((limit) => files.get(limit) === 0 && !limit.sometimes))
    unexplained.push(`${reader}: no longer true: it ${reason}`);
  const differences = Object.entries(pytorch.steps);
  for (const [model, difference] of differences)
    if (!(difference <= TOLERANCE))
      unexplained.push(`PyTorch: the training step of ${model} differs by ${difference}`);
  const steps = { count: differences.length, difference: Math.max(...Object.values(pytorch.steps)) };
  const limits = [...files].map(([{ reader, reason }, count]) => ({ reader, reason, files: count }));
  const matrix = {
    pytorch: { version: pytorch.version, steps },
    batches,
    files: counts(forms),
    readers,
    limits,
  };
  return { matrix, unexplained };
}

/** Numbers of files by group. */
function counts(forms) {
  const found = {};
  for (const { group } of forms) found[group] = (found[group] ?? 0) + 1;
  return found;
}

/** Operators that occur in some files and in none of the others; with no more of their settings than that takes. */
function onlyIn(some, others) {
  const elsewhere = new Set(others.flatMap(({ operators }) => operators));
  const found = new Set(some.flatMap(({ operators }) => operators).filter((one) => !elsewhere.has(one)));
  const saysTooMuch = (operator) => {
    const [name, ...settings] = operator.split(', ');
    return (
      settings.length > 0 &&
      [name, ...settings.map((one) => `${name}, ${one}`)].some((less) => less !== operator && found.has(less))
    );
  };
  return [...found].filter((operator) => !saysTooMuch(operator)).sort();
}
