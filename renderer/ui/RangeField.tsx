import { TextField } from './TextField.js';
import css from './ui.module.css';

/** From and to, both included; null where there is no limit. */
interface Range {
  readonly from: number | null;
  readonly to: number | null;
}

interface RangeFieldProps {
  readonly label: string;
  readonly range: Range;
  /** What is shown for a value of 1. */
  readonly unit: number;
  /** The greatest number that makes sense as shown; null for any. The least is 0. */
  readonly most: number | null;
  readonly onChange: (range: Range) => void;
}

/** Two numbers, either of which may be left empty. */
export function RangeField({ label, range, unit, most, onChange }: RangeFieldProps) {
  const shown = (value: number | null) =>
    value === null ? '' : String(Number((value * unit).toPrecision(12)));
  const accept = (end: 'from' | 'to') => (text: string) => {
    const value = text.trim() === '' ? null : Number(text.replace(',', '.'));
    if (value !== null && !(value >= 0 && value <= (most ?? Infinity)))
      return most === null ? 'A number from 0.' : `A number from 0 to ${most}.`;
    onChange({ ...range, [end]: value === null ? null : value / unit });
    return null;
  };
  return (
    <div className={css['range']} role="group" aria-label={label}>
      <TextField
        label={`${label} from`}
        value={shown(range.from)}
        placeholder="0"
        numeric
        accept={accept('from')}
      />
      <TextField
        label="to"
        value={shown(range.to)}
        placeholder={most === null ? '∞' : String(most)}
        numeric
        accept={accept('to')}
      />
    </div>
  );
}
