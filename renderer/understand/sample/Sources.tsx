import { useMemo } from 'react';
import type { JobResult } from '../../../engine/jobs/index.js';
import type { TrainedRun } from '../../state/understand.js';
import { Pixels } from '../../ui/Pixels.js';
import uiCss from '../../ui/ui.module.css';
import { heatImage } from '../colors.js';
import { useQuestion } from '../useQuestion.js';
import css from './sample.module.css';

interface SourcesProps {
  readonly trained: TrainedRun;
  readonly sample: number | Uint8Array;
  /** Bytes `[channels, side, side]`. */
  readonly pixels: Uint8Array;
  readonly classes: readonly string[];
  /** The class that is asked about. */
  readonly label: number;
  readonly resting: boolean;
  readonly onLabel: (label: number) => void;
}

/** Side and steps of the square that covers a part of the image. */
const COVER = { size: 4, stride: 2 };

/** The parts of the image that a class's score comes from: saliency, occlusion, and Grad-CAM of every convolution. */
export function Sources({ trained, sample, pixels, classes, label, resting, onLabel }: SourcesProps) {
  const question = useMemo(() => ({ sample, label }), [sample, label]);
  const covered = useMemo(() => ({ sample, label, ...COVER }), [sample, label]);
  const { result, current } = useQuestion('attribute', trained, resting ? question : null);
  const occluded = useQuestion('occlude', trained, resting ? covered : null);
  return (
    <>
      <h3 className={uiCss['section']}>Where the score comes from</h3>
      <label className={css['of']}>
        Class
        <select value={label} onChange={(event) => onLabel(Number(event.target.value))}>
          {classes.map((name, k) => (
            <option key={name} value={k}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <div className={css['sources']}>
        {result && (
          <Heat
            map={result.saliency}
            stale={!current}
            pixels={pixels}
            name="Saliency"
            text="pixels that would change the score most"
          />
        )}
        {occluded.result && (
          <Heat
            map={occluded.result}
            stale={!occluded.current}
            pixels={pixels}
            name="Occlusion"
            text="p falls when this part is covered; orange: it rises"
          />
        )}
        {result?.gradCam.map(({ layer, ...map }) => (
          <Heat
            key={layer}
            map={map}
            stale={!current}
            pixels={pixels}
            name={`Grad-CAM, ${layer}`}
            text="maps that speak for the class"
          />
        ))}
      </div>
    </>
  );
}

interface HeatProps {
  readonly map: JobResult<'occlude'>;
  /** True while the map is that of another sample or class. */
  readonly stale: boolean;
  readonly pixels: Uint8Array;
  readonly name: string;
  readonly text: string;
}

function Heat({ map, stale, pixels, name, text }: HeatProps) {
  const image = useMemo(() => heatImage(map, pixels), [map, pixels]);
  return (
    <figure aria-busy={stale}>
      <Pixels image={image} label={name} />
      <figcaption>
        <b>{name}</b> {text}
      </figcaption>
    </figure>
  );
}
