import type { JudgedSample } from '../../engine/evaluate/samples.js';
import { Picture } from '../data/Picture.js';
import { usePixels } from '../data/useAnswer.js';
import { Button } from '../ui/Button.js';
import { count, percent } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import { useBrowse } from '../useApp.js';
import css from './understand.module.css';

interface GalleryProps {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly JudgedSample[];
  readonly classes: readonly string[];
  /** Shows images of these rows in Data. */
  readonly open: (rows: readonly number[]) => void;
}

/** Images in a gallery. */
const SHOWN = 8;

/** The first images of a set, each with its class and the prediction. */
export function Gallery({ name, help, samples, classes, open }: GalleryProps) {
  const ready = useBrowse((state) => state.state === 'ready');
  return (
    <section aria-label={name}>
      <div className={css['galleryHead']}>
        <h3>{name}</h3>
        {samples.length > 0 && (
          <Button look="quiet" onClick={() => open(samples.map(({ row }) => row))}>
            Show {count(samples.length)} in Data
          </Button>
        )}
      </div>
      <p className={uiCss['help']}>{samples.length > 0 ? help : 'None.'}</p>
      <ul className={css['gallery']}>
        {samples.slice(0, SHOWN).map((sample) => (
          <li key={sample.row}>
            <Item sample={sample} classes={classes} ready={ready} open={() => open([sample.row])} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface ItemProps {
  readonly sample: JudgedSample;
  readonly classes: readonly string[];
  /** True once the images are loaded. */
  readonly ready: boolean;
  readonly open: () => void;
}

function Item({ sample: { row, truth, predicted, confidence }, classes, ready, open }: ItemProps) {
  const image = usePixels(ready ? row : null);
  return (
    <button type="button" title="Show in Data" onClick={open}>
      <Picture image={image} label="" side={64} aria-hidden="true" />
      <b>{classes[truth]}</b>
      <span data-wrong={truth !== predicted}>
        {truth === predicted ? '✓' : '✗'} {classes[predicted]}
      </span>
      <span>{percent(confidence)}</span>
    </button>
  );
}
