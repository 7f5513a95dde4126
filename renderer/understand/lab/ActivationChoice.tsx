import { elementwiseActivations } from '../../../engine/evaluate/functions.js';
import { Choice } from '../../ui/Choice.js';

/** The type of the layer that stands for no activation. */
export const NONE = 'Identity';

interface ActivationChoiceProps {
  readonly value: string;
  readonly onChange: (type: string) => void;
}

/** One of the activations, or none. */
export function ActivationChoice({ value, onChange }: ActivationChoiceProps) {
  return (
    <Choice
      label="Activation f"
      value={value}
      options={[
        { value: NONE, label: 'None: a straight line' },
        ...elementwiseActivations.map(({ type }) => ({ value: type, label: type })),
      ]}
      onChange={onChange}
    />
  );
}
