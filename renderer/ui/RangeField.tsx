import { TextField } from './TextField.js';
import css from './ui.module.css';

/** A closed interval; a null bound means no limit. */
interface Range {
  readonly from: number | null;
  readonly to: number | null;
}

interface RangeFieldProps {
  readonly label: string;
  readonly range: Range;
  /** Displayed number for a value of 1, such as 100 for percentages. */
  readonly unit: number;
  /** The largest displayed number allowed; null for no limit. The smallest is 0. */
  readonly most: number | null;
  readonly onChange: (range: Range) => void;
}

/** Two number fields, either of which may be empty. */
export function RangeField({ label, range, unit, most, onChange }: RangeFieldProps) {
  const shown = (value: number | null) =>
    value === null ? '' : String(Number((value * unit).toPrecision(12)));
  const accept = (end: 'from' | 'to') => (text: string) => {
    const value = text.trim() === '' ? null : Number(text.replace(',', '.'));
    if (value !== null && !(value >= 0 && value <= (most ?? Infinity)))
      return most === null ? 'Enter a number of at least 0.' : `Enter a number from 0 to ${most}.`;
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
