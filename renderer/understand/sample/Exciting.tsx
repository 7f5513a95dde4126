import { useMemo } from 'react';
import { bytesImage } from '../../images/rgba.js';
import type { TrainedRun } from '../../state/understand.js';
import { Pixels } from '../../ui/Pixels.js';
import { count } from '../../ui/format.js';
import uiCss from '../../ui/ui.module.css';
import { useQuestion } from '../useQuestion.js';
import css from './sample.module.css';

interface ExcitingProps {
  readonly trained: TrainedRun;
  readonly layer: string;
  /** A unit, or a feature map. */
  readonly unit: number;
  readonly what: 'unit' | 'map';
  readonly onChoose: (at: number) => void;
}

/** The validation images that excite a unit or a feature map most. */
export function Exciting({ trained, layer, unit, what, onChoose }: ExcitingProps) {
  const question = useMemo(() => ({ layer }), [layer]);
  const { result, input } = useQuestion('excite', trained, question);
  const best = input?.layer === layer ? result?.best[unit] : undefined;
  const pictures = useMemo(
    () => best?.map((at) => ({ at, image: bytesImage(result!.pixels[at]!) })) ?? [],
    [result, best],
  );
  if (!result || pictures.length === 0) return null;
  return (
    <>
      <h3 className={uiCss['section']}>What excites this {what}</h3>
      <div className={css['exciting']}>
        {pictures.map(({ at, image }) => (
          <button key={at} type="button" aria-label={`Show sample ${at}`} onClick={() => onChoose(at)}>
            <Pixels image={image} label="" aria-hidden />
          </button>
        ))}
      </div>
      <p className={uiCss['help']}>
        The images with its highest values, among the first {count(result.images)} validation images.
      </p>
    </>
  );
}
