import { Dices } from 'lucide-react';
import { useMemo } from 'react';
import { chooseImages, spread } from '../../engine/data/subset.js';
import { stepsOnBytes, transformOf } from '../../engine/data/transforms/index.js';
import { isImages } from '../../engine/project/samples.js';
import type { ImageDataSpec } from '../../engine/project/schema.js';
import type { Loaded } from '../images/messages.js';
import { announce } from '../state/ui.js';
import { Button } from '../ui/Button.js';
import { useApp, useBrowse, useDocument } from '../useApp.js';
import { Picture } from './Picture.js';
import css from './transforms.module.css';
import { useAnswer } from './useAnswer.js';

const SAMPLES = 16;
const list = new Intl.ListFormat('en-US');

/** Training images, each with an augmented version below it. */
export function AugmentStrip({ data }: { readonly data: Loaded }) {
  const spec = useDocument((state) => state.project?.data);
  return spec && isImages(spec) ? <Strip data={data} spec={spec} /> : null;
}

function Strip({ data, spec }: { readonly data: Loaded; readonly spec: ImageDataSpec }) {
  const app = useApp();
  const seed = useBrowse((state) => state.seed);
  const { answer, failed } = useAugmented(data, spec, seed);
  const changes = [
    ...(spec.augment.length > 0 ? ['augmented'] : []),
    ...stepsOnBytes(spec.transforms).flatMap(({ type }) => transformOf(type).label ?? []),
  ];
  const newSeed = () => {
    app.browse.setState({ seed: seed + 1 });
    announce(app, `Seed ${seed + 1}`);
  };
  return (
    <section className={css['strip']} aria-label="Augmentation preview">
      <div className={css['stripHead']}>
        <span>
          {changes.length === 0
            ? 'Add an augmentation to preview its effect on these training images.'
            : `Top: training images. Bottom: ${list.format(changes)}.`}
        </span>
        <span className={css['seed']}>Seed {seed}</span>
        <Button onClick={newSeed}>
          <Dices size={14} aria-hidden="true" /> New seed
        </Button>
      </div>
      {/* The step's own card shows what is wrong with its settings. */}
      {failed && <p role="alert">No preview: the settings are not valid.</p>}
      {answer && (
        <>
          <Row images={answer.output.before} label="Before augmentation" />
          <Row images={answer.output.after} label={`After augmentation, seed ${seed}`} />
        </>
      )}
    </section>
  );
}

function Row({ images, label }: { readonly images: readonly Uint8Array[]; readonly label: string }) {
  return (
    <div className={css['row']} role="img" aria-label={label}>
      {images.map((image, i) => (
        <Picture key={i} className={css['sample']} image={image} label="" aria-hidden="true" />
      ))}
    </div>
  );
}

/** The samples from the image worker; the previous ones stay until new ones arrive. */
function useAugmented(data: Loaded, spec: ImageDataSpec, seed: number) {
  const { classes, limitPerClass, validation, augment, transforms } = spec;
  const rows = useMemo(
    () => spread(chooseImages({ classes, limitPerClass, validation }, data).train, SAMPLES),
    [classes, limitPerClass, validation, data],
  );
  const request = useMemo(() => ({ rows, augment, transforms, seed }), [rows, augment, transforms, seed]);
  return useAnswer('augmented', request);
}
