import { useMemo, useState } from 'react';
import { formOf } from '../../../engine/data/imageSet.js';
import { argMax } from '../../../engine/evaluate/classification.js';
import type { JobResult } from '../../../engine/jobs/index.js';
import { CHANNEL_NAMES, planeOf } from '../../images/rgba.js';
import type { TrainedRun } from '../../state/understand.js';
import { decimal, percent } from '../../ui/format.js';
import { Picture } from '../../ui/Pixels.js';
import { Opening } from '../Answer.js';
import { SCALE } from '../colors.js';
import { useQuestion, useRested } from '../useQuestion.js';
import { Classes, type Scores, scoresOf } from './Classes.js';
import { DrawPad } from './DrawPad.js';
import { LayerRow, Row } from './LayerRow.js';
import { firstPlace, Reasons } from './Reasons.js';
import css from './sample.module.css';
import { type SampleChoice, SampleControls, useSample } from './SampleControls.js';
import { rangeText, type UnitPlace } from './units.js';

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
            <Channels pixels={pixels} />
          ) : (
            <code className={css['numbers']}>
              {Array.from(input.values, (value) => decimal(value, 3)).join('  ')}
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

/** An image with its channels. */
function Channels({ pixels }: { readonly pixels: Uint8Array }) {
  const { channels } = formOf(pixels.length);
  const planes = useMemo(
    () => CHANNEL_NAMES[channels].map((name, c) => ({ name, plane: planeOf(pixels, c) })),
    [pixels],
  );
  return (
    <div className={css['picture']}>
      <Picture image={pixels} label="The sample" />
      {channels > 1 &&
        planes.map(({ name, plane }) => (
          <figure key={name}>
            <Picture image={plane} label={`${name} channel`} />
            <figcaption>{name.toLowerCase()}</figcaption>
          </figure>
        ))}
    </div>
  );
}
