/** A number in full, with an exponent where it would be a row of zeros, as Python writes it: `1e9`, `1e-5`. */
export function numberText(value: number): string {
  const size = Math.abs(value);
  const plain = size === 0 || (size >= 1e-4 && size < 1e6);
  return plain ? String(value) : value.toExponential().replace('e+', 'e');
}
