/** Formats a number in full, or with a Python-style exponent where it would be mostly zeros: `1e9`, `1e-5`. */
export function numberText(value: number): string {
  const size = Math.abs(value);
  const plain = size === 0 || (size >= 1e-4 && size < 1e6);
  return plain ? String(value) : value.toExponential().replace('e+', 'e');
}
