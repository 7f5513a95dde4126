import type { Project } from '../../../engine/project/schema.js';
import { templates } from '../../../engine/project/templates.js';
import { float32, toNumbers } from '../../../engine/tensor/tensor.js';
import type { Point } from '../../../engine/train/landscape.js';
import type { Interval } from '../Plot.js';

/** Forms of the readings as inputs, by name. */
export type Inputs = 'raw' | 'scaled' | 'standardized';

interface InputForm {
  readonly label: string;
  readonly transforms: Project['data']['transforms'];
  readonly w: Interval;
  readonly b: Interval;
}

/** Forms of the thermometer's readings as inputs, each with the part of the plane that shows its valley. */
export const INPUTS: Readonly<Record<Inputs, InputForm>> = {
  raw: { label: 'As they are, 22 to 82', transforms: [], w: [-0.6, 1.4], b: [-40, 25] },
  scaled: { label: 'Times 0.1', transforms: [{ type: 'Scale', factor: 0.1 }], w: [-3, 12], b: [-45, 25] },
  standardized: {
    label: 'Standardized',
    transforms: [{ type: 'Standardize', mean: [51.8], std: [16.1] }],
    w: [-4, 20],
    b: [-4, 24],
  },
};

/** A model of the thermometer, and its training. */
export interface Settings {
  readonly model: 'line' | 'slope';
  readonly inputs: Inputs;
  readonly loss: string;
  readonly optimizer: string;
  readonly lr: number;
}

/** A place on the landscape. */
export interface Place {
  readonly w: number;
  readonly b: number;
}

/** The thermometer's model `t_c = w · t_u + b`, or without b, trained on all eleven readings. */
export function projectOf({ model, inputs, loss, optimizer, lr }: Settings): Project {
  const { project } = templates.find(({ id }) => id === 'linear-regressor')!;
  const data = {
    ...project.data,
    validation: null,
    transforms: INPUTS[inputs].transforms,
  } as Project['data'];
  const layers = project.model.layers.map((layer) =>
    model === 'line' ? layer : { ...layer, params: { ...layer.params, bias: false } },
  );
  const training = { ...project.training, loss: { type: loss }, optimizer: { type: optimizer, lr } };
  return { ...project, data, model: { layers }, training };
}

/** A place as the model's parameters. */
export const tensorsOf = ({ w, b }: Place, model: Settings['model']): Point => ({
  'linear.weight': float32([1, 1], [w]),
  ...(model === 'line' && { 'linear.bias': float32([1], [b]) }),
});

/** The place of some parameters. */
export const placeOf = (tensors: Point): Place => ({
  w: toNumbers(tensors['linear.weight']!)[0]!,
  b: tensors['linear.bias'] ? toNumbers(tensors['linear.bias'])[0]! : 0,
});
