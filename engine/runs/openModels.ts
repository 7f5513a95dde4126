import { failure } from '../base/problem.js';
import { z } from '../base/zod.js';
import { openSlopes, openTaps, type Slopes, type Taps } from '../evaluate/taps.js';
import {
  openEngine,
  openTransforms,
  type EngineAnswerer,
  type Transforms,
} from '../exchange/onnx/engineOutputs.js';
import type { LoadImages } from '../train/source.js';
import { initialState } from '../train/state.js';
import type { OpenEnvironment, OpenRun, Run } from './folder.js';

/** The model that a question is about, as fields of the question. */
export const askedModel = {
  /** The folder of the run. */
  run: z.string(),
  /** The weights that it was initialized with, or those that it saved last. */
  weights: z.enum(['initial', 'last']).default('last'),
};

/** The model that a question is about. */
export type AskedModel = z.input<z.ZodObject<typeof askedModel>>;

/** A run's model, opened to be asked about single samples; each part is made when it is first asked for. */
export interface OpenModel extends OpenRun {
  readonly transforms: () => Promise<Transforms>;
  readonly taps: () => Promise<Taps>;
  /** The probabilities of a classifier's classes, or numbers in the targets' units, for any number of samples. */
  readonly answerer: () => Promise<EngineAnswerer>;
  /** Slopes of a class's score at the input and at the output of each convolution, for one sample. */
  readonly slopes: () => Promise<Slopes>;
}

/** A model that is kept. */
interface Kept {
  /** The question's model, whatever its checkpoint. */
  readonly name: string;
  readonly opened: Promise<OpenModel>;
  readonly parts: Promise<Pick<Taps, 'dispose'>>[];
  /** Questions that are being answered. */
  users: number;
}

/** Models that are kept: two runs are compared side by side. */
const MOST = 2;

/**
 * The models that questions were last about, so that the next question does not open the run again: data, weights and
 * onnxruntime's sessions. A model is opened anew when its run has saved another checkpoint.
 */
export class OpenModels {
  /** By name and time of the checkpoint, the one used last at the end. */
  readonly #kept = new Map<string, Kept>();
  /** Two runs on the same images share them. */
  #images: { readonly source: string; readonly set: ReturnType<LoadImages> } | null = null;
  /** Questions that are being answered, without those that make way. */
  #answering = 0;
  /** Continue the questions that make way, the one that waits longest first. */
  readonly #waiting: (() => void)[] = [];

  constructor(
    private readonly openRun: (path: string) => Run,
    private readonly environment: OpenEnvironment,
  ) {}

  /**
   * Answers a question about a model, which stays open until the answer is there. A slow answer calls `makeWay` between
   * its parts: it continues when no other question is being answered.
   */
  async use<T>(
    asked: AskedModel,
    ask: (model: OpenModel, makeWay: () => Promise<void>) => Promise<T>,
  ): Promise<T> {
    this.#answering++;
    try {
      return await this.#useModel(asked, (model) => ask(model, this.#makeWay));
    } finally {
      this.#leave();
    }
  }

  #makeWay = async (): Promise<void> => {
    const turn = new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#leave();
    await turn;
  };

  #leave(): void {
    this.#answering--;
    if (this.#answering > 0) return;
    const next = this.#waiting.shift();
    if (!next) return;
    this.#answering++;
    next();
  }

  async #useModel<T>(
    { run: path, weights = 'last' }: AskedModel,
    ask: (model: OpenModel) => Promise<T>,
  ): Promise<T> {
    const run = this.openRun(path);
    const { updatedAt } = await run.record();
    const name = `${weights} ${path}`;
    const key = `${name}\n${updatedAt}`;
    const kept = this.#kept.get(key) ?? this.#open(name, run, weights);
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    kept.users++;
    try {
      return await ask(await kept.opened);
    } catch (error) {
      // What could not be opened may be there the next time.
      await kept.opened.catch(() => this.#kept.delete(key));
      throw error;
    } finally {
      kept.users--;
      await this.#tidy();
    }
  }

  /** Closes every model; those in use when they are not used any more. */
  async dispose(): Promise<void> {
    this.#images = null;
    await this.#tidy(0);
  }

  #open(name: string, run: Run, weights: 'initial' | 'last'): Kept {
    const parts: Kept['parts'] = [];
    const once = <T extends Pick<Taps, 'dispose'>>(open: () => Promise<T>) => {
      let part: Promise<T> | null = null;
      return () => {
        if (!part) parts.push((part = open()));
        return part;
      };
    };
    const environment = { ...this.environment, loadImages: this.#loadImages };
    const opened = run.open(environment).then((saved): OpenModel => {
      const found = weights === 'initial' ? beforeTraining(saved) : saved;
      const { recipe, state, backend } = found;
      const answers = recipe.source.classNames ? 'probabilities' : 'values';
      const classifier = { model: recipe.model, tensors: state.tensors, loss: recipe.loss.definition };
      return {
        ...found,
        transforms: once(() => openTransforms(recipe.source, backend)),
        taps: once(() => openTaps(recipe.model, state.tensors, backend)),
        answerer: once(() => openEngine({ ...recipe, tensors: state.tensors }, answers, backend)),
        slopes: once(() => openSlopes(classifier, convolutionsOf(recipe.model), 1, backend)),
      };
    });
    return { name, opened, parts, users: 0 };
  }

  #loadImages: LoadImages = (source) => {
    const key = JSON.stringify(source);
    if (this.#images?.source !== key) {
      this.#images = { source: key, set: this.environment.loadImages(source) };
      this.#images.set.catch(() => (this.#images = null));
    }
    return this.#images.set;
  };

  /** Closes models that are not in use: beyond the last `most`, and those of earlier checkpoints. */
  async #tidy(most = MOST): Promise<void> {
    const newest = [...this.#kept].reverse();
    const stays = newest
      .filter(([, { name }], i) => newest.findIndex(([, later]) => later.name === name) === i)
      .slice(0, most)
      .map(([key]) => key);
    for (const [key, { parts, users }] of newest) {
      if (stays.includes(key) || users > 0) continue;
      this.#kept.delete(key);
      for (const part of await Promise.allSettled(parts)) {
        if (part.status === 'fulfilled') await part.value.dispose();
      }
    }
  }
}

/** A run with the weights that its seed gives. Throws `bad-checkpoint` for a run that started from other weights. */
function beforeTraining(run: OpenRun): OpenRun {
  const { recipe, state, identity } = run;
  if (identity.startedFrom !== undefined) throw failure('bad-checkpoint/started-from-weights', {});
  return { ...run, state: { ...state, tensors: initialState(recipe, identity.seed).tensors } };
}

/** The positions of the convolutions of images in a model. */
const convolutionsOf = ({ layers }: OpenRun['recipe']['model']): number[] =>
  layers.flatMap(({ definition, output }, at) =>
    definition.category === 'convolution' && output.length === 4 ? [at] : [],
  );
