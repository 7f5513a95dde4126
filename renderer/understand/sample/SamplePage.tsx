import { useMemo, useState } from 'react';
import { formOf } from '../../../engine/data/imageSet.js';
import { argMax } from '../../../engine/evaluate/classification.js';
import type { JobResult } from '../../../engine/jobs/index.js';
import { layerOf } from '../../../engine/nn/layers/index.js';
import { bytesImage, CHANNEL_NAMES } from '../../images/rgba.js';
import type { TrainedRun } from '../../state/understand.js';
import { percent } from '../../ui/format.js';
import { Pixels } from '../../ui/Pixels.js';
import uiCss from '../../ui/ui.module.css';
import { Opening } from '../Answer.js';
import { CellPicker } from '../CellPicker.js';
import { mapImage, SCALE } from '../colors.js';
import { useQuestion, useRested } from '../useQuestion.js';
import { Classes, type Scores, scoresOf } from './Classes.js';
import { DrawPad } from './DrawPad.js';
import { Exciting } from './Exciting.js';
import { LayerRow, Row } from './LayerRow.js';
import css from './sample.module.css';
import { type SampleChoice, SampleControls, useSample } from './SampleControls.js';
import {
  formOfShape,
  positionOf,
  rangeText,
  signed,
  strongestPosition,
  unitAt,
  type UnitPlace,
  unitText,
} from './units.js';
import { Sources, Why } from './Why.js';

/** One sample all the way through the model: every layer's output, and why each number is what it is. */
export function SamplePage({ trained }: { readonly trained: TrainedRun }) {
  const choice = useSample(trained);
  const { sample } = choice;
  const [drawing, setDrawing] = useState(false);
  const question = useMemo(() => (sample === null ? null : { sample }), [sample]);
  const { result, input, problem } = useQuestion('activations', trained, question);
  return (
    <>
      <SampleControls
        trained={trained}
        choice={choice}
        drawing={{ on: drawing, toggle: () => setDrawing(!drawing) }}
      />
      {result && input ? (
        <Journey
          trained={trained}
          found={result}
          choose={choice.choose}
          sample={input.sample}
          title={choice.nameOf(input.sample)}
          drawing={drawing}
        />
      ) : (
        <Opening title="This sample could not be shown" problem={choice.problem ?? problem} />
      )}
    </>
  );
}

interface JourneyProps {
  readonly trained: TrainedRun;
  readonly found: JobResult<'activations'>;
  readonly sample: number | Uint8Array;
  readonly title: string;
  /** True while a picture is drawn. */
  readonly drawing: boolean;
  readonly choose: SampleChoice['choose'];
}

function Journey({ trained, found, sample, title, drawing, choose }: JourneyProps) {
  const { layers, pixels, input, label, classes } = found;
  const scores = useMemo(() => scoresOf(found), [found]);
  const [picked, setPicked] = useState<UnitPlace | null>(null);
  const place = picked ?? firstPlace(found);
  const now = useMemo(() => ({ found, sample, scores }), [found, sample, scores]);
  const rested = useRested(now);
  return (
    <div className={css['page']}>
      <div className={css['rows']}>
        <Row
          title="Input"
          name={title}
          shape={input.shape}
          hue="var(--cat-input)"
          note={<InputNote found={found} scores={scores} />}
        >
          {pixels && drawing ? (
            <DrawPad {...formOf(pixels.length)} pixels={pixels} onDraw={(picture) => choose({ picture })} />
          ) : pixels ? (
            <Picture pixels={pixels} />
          ) : (
            <code className={css['numbers']}>
              {Array.from(input.values, (value) => signed(value, 3)).join('  ')}
            </code>
          )}
        </Row>
        {layers.map((layer) => (
          <LayerRow
            key={layer.name}
            layer={layer}
            unit={place.layer === layer.name ? place.unit : null}
            resting={rested === now}
            onPick={setPicked}
          />
        ))}
        {classes && scores && <Classes classes={classes} scores={scores} label={label} />}
      </div>
      <aside className={css['why']} aria-label="Why this number">
        <Reasons
          trained={trained}
          {...rested}
          picked={picked}
          onPick={setPicked}
          resting={rested === now}
          choose={choose}
        />
      </aside>
    </div>
  );
}

interface ReasonsProps extends Pick<JourneyProps, 'trained' | 'found' | 'sample' | 'choose'> {
  readonly scores: Scores | null;
  readonly picked: UnitPlace | null;
  readonly onPick: (place: UnitPlace) => void;
  /** False while samples follow each other: then nothing slow is asked. */
  readonly resting: boolean;
}

/** The reasons for a sample's numbers. */
function Reasons({ trained, found, sample, scores, picked, onPick, resting, choose }: ReasonsProps) {
  const [asked, setAsked] = useState<number | null>(null);
  const place = picked ?? firstPlace(found);
  const { pixels, classes } = found;
  return (
    <>
      <WhyUnit {...{ trained, found, sample, place, onPick, resting }} />
      {pixels && (
        <Exciting
          trained={trained}
          layer={place.layer}
          unit={place.unit[0]!}
          what={place.unit.length > 1 ? 'map' : 'unit'}
          onChoose={(at) => choose({ split: 'validation', at })}
        />
      )}
      {classes && scores && pixels && (
        <Sources
          trained={trained}
          sample={sample}
          pixels={pixels}
          classes={classes}
          label={asked ?? argMax(scores.probabilities)}
          resting={resting}
          onLabel={setAsked}
        />
      )}
    </>
  );
}

/** The strongest number of the first layer that weighs its inputs. */
function firstPlace({ layers }: JobResult<'activations'>): UnitPlace {
  const weighs = ({ type }: (typeof layers)[number]) =>
    ['linear', 'convolution'].includes(layerOf(type).category);
  const { name, values, shape } = layers.find(weighs) ?? layers[0]!;
  return { layer: name, unit: unitAt(strongestPosition(values), shape) };
}

interface InputNoteProps {
  readonly found: JobResult<'activations'>;
  readonly scores: Scores | null;
}

/** The model's answer, the range of the numbers that it gets, and what the colors mean. */
function InputNote({ found: { input, label, classes }, scores }: InputNoteProps) {
  const answer = scores && argMax(scores.probabilities);
  return (
    <>
      {classes && scores && answer !== null && (
        <p>
          <b>
            {classes[answer]} {percent(scores.probabilities[answer]!)}
          </b>{' '}
          {label !== null && (
            <span data-tone={answer === label ? 'ok' : 'bad'}>
              {answer === label ? 'right' : `it is ${classes[label]}`}
            </span>
          )}
        </p>
      )}
      <p>numbers {rangeText(input.values)}</p>
      <p className={css['legend']}>
        − <i style={{ background: SCALE }} /> +
      </p>
    </>
  );
}

function Picture({ pixels }: { readonly pixels: Uint8Array }) {
  const { channels } = formOf(pixels.length);
  const planes = useMemo(() => {
    const size = pixels.length / channels;
    return CHANNEL_NAMES[channels].map((name, c) => ({
      name,
      image: bytesImage(pixels.slice(c * size, (c + 1) * size)),
    }));
  }, [pixels]);
  const whole = useMemo(() => bytesImage(pixels), [pixels]);
  return (
    <div className={css['picture']}>
      <Pixels image={whole} label="The sample" />
      {channels > 1 &&
        planes.map(({ name, image }) => (
          <figure key={name}>
            <Pixels image={image} label={`${name} channel`} />
            <figcaption>{name.toLowerCase()}</figcaption>
          </figure>
        ))}
    </div>
  );
}

interface WhyUnitProps {
  readonly trained: TrainedRun;
  readonly found: JobResult<'activations'>;
  readonly sample: number | Uint8Array;
  readonly place: UnitPlace;
  readonly onPick: (place: UnitPlace) => void;
  readonly resting: boolean;
}

/** Width of the chosen map in pixels. */
const MAP_WIDTH = 160;

function WhyUnit({ trained, found: { layers, input }, sample, place, onPick, resting }: WhyUnitProps) {
  const key = `${place.layer} ${place.unit.join()}`;
  const question = useMemo(() => ({ sample, ...place }), [sample, key]);
  const { result: explained, current } = useQuestion('explain', trained, resting ? question : null);
  const at = layers.findIndex(({ name }) => name === place.layer);
  const { shape, values } = layers[at]!;
  const { maps, width, height } = formOfShape(shape);
  const size = width * height;
  const map = maps > 1 ? place.unit[0]! : 0;
  const image = useMemo(
    () => (maps > 1 ? mapImage(values.subarray(map * size, (map + 1) * size), width) : null),
    [values, map],
  );
  // What only changes the shape leaves the image an image.
  const reshaped = layers.slice(0, at).every(({ type }) => layerOf(type).category === 'shape');
  const before = layers[at - 1]?.shape ?? input.shape;
  const number = signed(values[positionOf(place.unit, shape)]!);
  return (
    <>
      <h3 className={uiCss['section']}>Why this number</h3>
      <p className={css['place']}>
        {place.layer} · {unitText(place.unit)} = <b>{number}</b>
      </p>
      {image && (
        <CellPicker
          image={image}
          label={`Map ${map} of ${place.layer}`}
          at={positionOf(place.unit, shape) - map * size}
          text={`${unitText(place.unit)}: ${number}`}
          cell={Math.max(2, Math.floor(MAP_WIDTH / width))}
          onPick={(position) => onPick({ layer: place.layer, unit: unitAt(map * size + position, shape) })}
        />
      )}
      {explained?.layer === place.layer && (
        <div aria-busy={!current}>
          <Why
            explained={explained}
            inputShape={reshaped ? input.shape : before}
            ofImage={reshaped && input.shape.length === 3}
          />
        </div>
      )}
    </>
  );
}
