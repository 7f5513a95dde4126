import { isImages, targetsOf } from '../../engine/project/samples.js';
import type { DataSpec } from '../../engine/project/schema.js';
import type { TrainedRun } from '../state/understand.js';
import { DistributionsPage } from './distributions/DistributionsPage.js';
import { FitPage } from './fit/FitPage.js';
import { FunctionLab } from './lab/FunctionLab.js';
import { ParametersPage } from './ParametersPage.js';
import { ComparePage } from './results/ComparePage.js';
import { ResultsPage } from './results/ResultsPage.js';
import { SamplePage } from './sample/SamplePage.js';
import { TranslationPage } from './translation/TranslationPage.js';
import { WeightsPage } from './weights/WeightsPage.js';

/** Kinds of models that pages are about, and which data they are trained on. */
const APPLIES = {
  any: () => true,
  classifier: (data) => targetsOf(data).kind === 'classes',
  regression: (data) => targetsOf(data).kind === 'values',
  images: isImages,
} as const satisfies Readonly<Record<string, (data: DataSpec) => boolean>>;

/** A page of Understand. */
export type UnderstandPage = {
  readonly id: string;
  readonly title: string;
  readonly about: keyof typeof APPLIES;
} & (
  | { readonly needsRun: true; readonly Page: (props: { readonly trained: TrainedRun }) => React.ReactNode }
  | { readonly needsRun: false; readonly Page: () => React.ReactNode }
);

/** Every page in the order of the tabs. A new one is one file and one line here. */
const PAGES: readonly UnderstandPage[] = [
  { id: 'results', title: 'Results', about: 'classifier', needsRun: true, Page: ResultsPage },
  { id: 'fit', title: 'Fit', about: 'regression', needsRun: true, Page: FitPage },
  { id: 'sample', title: 'One sample', about: 'any', needsRun: true, Page: SamplePage },
  { id: 'weights', title: 'Weights', about: 'any', needsRun: true, Page: WeightsPage },
  { id: 'distributions', title: 'Distributions', about: 'any', needsRun: true, Page: DistributionsPage },
  { id: 'translation', title: 'Translation', about: 'images', needsRun: true, Page: TranslationPage },
  { id: 'compare', title: 'Compare', about: 'classifier', needsRun: true, Page: ComparePage },
  { id: 'parameters', title: 'Parameters', about: 'any', needsRun: false, Page: ParametersPage },
  { id: 'lab', title: 'Function lab', about: 'any', needsRun: false, Page: FunctionLab },
];

/** The pages for models that are trained on this data. */
export const pagesFor = (data: DataSpec): readonly UnderstandPage[] =>
  PAGES.filter(({ about }) => APPLIES[about](data));
