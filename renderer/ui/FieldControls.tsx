import type { Field, ParamValue } from '../../engine/base/fields.js';
import { numberText } from '../../engine/base/numbers.js';
import { Check, Choice, TextField } from './controls.js';
import {
  accept,
  formulaText,
  numberList,
  realNumber,
  sizesOf,
  wholeNumber,
  wordOr,
  type Parsed,
} from './parse.js';
import css from './ui.module.css';

interface FieldControlProps<F extends Field = Field> {
  /** PyTorch's name of the setting. */
  readonly name: string;
  readonly field: F;
  /** The saved value; undefined if the default applies or the value is inferred from the input. */
  readonly saved: ParamValue | undefined;
  /** The effective value. */
  readonly value: ParamValue;
  readonly onChange: (value: ParamValue | undefined) => void;
  readonly onEnd: () => void;
  /** Number of classes, for weights of theirs. */
  readonly classes: number;
}

type PropsOf<K extends Field['kind']> = FieldControlProps<Extract<Field, { kind: K }>>;

interface FieldControlsProps {
  readonly fields: Readonly<Record<string, Field>>;
  /** The saved values; a missing one has its default or is inferred. */
  readonly saved: Readonly<Record<string, ParamValue | undefined>>;
  /** The effective values. */
  readonly values: Readonly<Record<string, ParamValue>>;
  /** `value` is undefined if it shall be inferred. */
  readonly onChange: (name: string, value: ParamValue | undefined) => void;
  readonly onEnd: () => void;
  readonly classes?: number;
}

/** The controls for the settings of a declaration. */
export function FieldControls({ fields, saved, values, onChange, onEnd, classes = 1 }: FieldControlsProps) {
  return Object.entries(fields).map(([name, field]) => {
    const Control = CONTROLS[field.kind] as (props: FieldControlProps) => React.JSX.Element;
    return (
      <Control
        key={name}
        name={name}
        field={field}
        saved={saved[name]}
        value={values[name]!}
        onChange={(value) => onChange(name, value)}
        onEnd={onEnd}
        classes={classes}
      />
    );
  });
}

/** One control for each kind of field. */
const CONTROLS: {
  readonly [K in Field['kind']]: (props: PropsOf<K>) => React.JSX.Element;
} = {
  int: (props) => {
    const { field, value, onChange } = props;
    if (field.options) {
      return (
        <Choice
          label={field.label}
          code={props.name}
          help={field.help}
          value={String(value)}
          options={field.options.map((option) => ({ value: String(option), label: String(option) }))}
          onChange={(chosen) => onChange(Number(chosen))}
        />
      );
    }
    const read = wordOr(field.words, wholeNumber);
    return <NumberControl {...props} read={read} auto={field.auto !== undefined} />;
  },
  float: (props) => <NumberControl {...props} read={realNumber} auto={false} />,
  bool: ({ field, value, onChange }) => (
    <Check label={field.label} help={field.help} checked={value === true} onChange={onChange} />
  ),
  pair: (props) => (
    <ListControl
      {...props}
      more=" One number, or two: 3, 5."
      read={wordOr(props.field.words, sizesOf([1, 2]))}
    />
  ),
  sides: (props) => (
    <ListControl {...props} more=" One number, or four: left, right, top, bottom." read={sizesOf([1, 4])} />
  ),
  ints: (props) => <ListControl {...props} more="" read={sizesOf(null)} />,
  numbers: (props) => (
    <ListControl
      {...props}
      more=""
      read={(text, min, max) => numberList(text, min, max, props.field.length)}
    />
  ),
  choice: ({ name, field, value, onChange }) => (
    <Choice
      label={field.label}
      code={name}
      help={field.help}
      value={String(value)}
      options={field.options.map((option) => ({ value: option, label: option }))}
      onChange={onChange}
    />
  ),
  weights: WeightsControl,
  formula: ({ name, field, value, onChange, onEnd }) => (
    <TextField
      label={field.label}
      code={name}
      help={field.help}
      value={String(value)}
      accept={(text) => accept(formulaText(text, field.vocabulary), onChange)}
      onEnd={onEnd}
    />
  ),
};

const WEIGHTS = [
  { value: 'none', label: 'None' },
  { value: 'balanced', label: 'Balanced' },
  { value: 'own', label: 'By hand' },
] as const;

function WeightsControl({ name, field, value, onChange, onEnd, classes }: PropsOf<'weights'>) {
  const own = Array.isArray(value) ? value : null;
  const length = field.of === 'each' ? classes : 1;
  return (
    <>
      <Choice
        label={field.label}
        code={name}
        help={field.help}
        value={own ? 'own' : (value as 'none' | 'balanced')}
        options={WEIGHTS}
        onChange={(chosen) => onChange(chosen === 'own' ? new Array<number>(length).fill(1) : chosen)}
      />
      {own && (
        <TextField
          label={field.of === 'each' ? 'Weight of each class' : 'Weight of class 1'}
          help={field.of === 'each' ? 'In the order of the classes.' : 'Above 1, class 1 counts more.'}
          value={own.join(', ')}
          accept={(text) => accept(numberList(text, field.min, field.max, length), onChange)}
          onEnd={onEnd}
        />
      )}
    </>
  );
}

type Read<T> = (text: string, min: number, max: number) => Parsed<T>;

interface ListControlProps extends FieldControlProps<
  Extract<Field, { kind: 'pair' | 'sides' | 'ints' | 'numbers' }>
> {
  /** A sentence about the form of the text, added to the field's help. */
  readonly more: string;
  readonly read: Read<ParamValue>;
}

function ListControl({ name, field, value, onChange, onEnd, more, read }: ListControlProps) {
  return (
    <TextField
      label={field.label}
      code={name}
      help={field.help + more}
      value={Array.isArray(value) ? value.join(', ') : String(value)}
      accept={(text) => accept(read(text, field.min, field.max), onChange)}
      onEnd={onEnd}
    />
  );
}

interface NumberControlProps extends PropsOf<'int' | 'float'> {
  readonly read: Read<ParamValue>;
  /** True if the value can be inferred from the input. */
  readonly auto: boolean;
}

function NumberControl({ name, field, saved, value, onChange, onEnd, read, auto }: NumberControlProps) {
  const isInferred = auto && saved === undefined;
  return (
    <TextField
      label={field.label}
      code={name}
      help={field.help}
      value={typeof value === 'number' ? numberText(value) : String(value)}
      numeric
      accept={(text) => accept(read(text, field.min, field.max), onChange)}
      onEnd={onEnd}
    >
      {auto && (
        <button
          type="button"
          className={css['auto']}
          aria-pressed={isInferred}
          title={isInferred ? 'Inferred from the previous layer' : 'Infer from the previous layer'}
          onClick={() => onChange(isInferred ? value : undefined)}
        >
          Auto
        </button>
      )}
    </TextField>
  );
}
