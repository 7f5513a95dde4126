import { Dices } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { chooseImages } from '../../engine/data/subset.js';
import { isImages } from '../../engine/project/samples.js';
import type { ImageDataSpec } from '../../engine/project/schema.js';
import { useBrowse } from '../state/browse.js';
import { useDocument } from '../state/document.js';
import { announce } from '../state/ui.js';
import { Button } from '../ui/Button.js';
import { ask } from './library.js';
import type { AugmentedImages, Loaded } from './messages.js';
import { Picture } from './Picture.js';
import css from './transforms.module.css';

const SAMPLES = 16;

/** Training images, and below each what augmentation makes of it. */
export function AugmentStrip({ data }: { readonly data: Loaded }) {
  const spec = useDocument((state) => state.project?.data);
  return spec && isImages(spec) ? <Strip data={data} spec={spec} /> : null;
}

function Strip({ data, spec }: { readonly data: Loaded; readonly spec: ImageDataSpec }) {
  const seed = useBrowse((state) => state.seed);
  const { images, problem } = useAugmented(data, spec, seed);
  const newSeed = () => {
    useBrowse.setState({ seed: seed + 1 });
    announce(`Seed ${seed + 1}`);
  };
  return (
    <section className={css['strip']} aria-label="Augmentation preview">
      <div className={css['stripHead']}>
        <span>
          {spec.augment.length === 0
            ? 'Add an augmentation to see what becomes of these training images.'
            : 'Training images above; below, what the model might see of them.'}
        </span>
        <span className={css['seed']}>Seed {seed}</span>
        <Button onClick={newSeed}>
          <Dices size={14} aria-hidden="true" /> New seed
        </Button>
      </div>
      {problem !== null && <p role="alert">{problem}</p>}
      {images && (
        <>
          <Row images={images.before} label="Before augmentation" />
          <Row images={images.after} label={`After augmentation, seed ${seed}`} />
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

/** The samples as the data worker makes them; those before stay until the next are there. */
function useAugmented(data: Loaded, spec: ImageDataSpec, seed: number) {
  const { classes, limitPerClass, validation, augment } = spec;
  const rows = useMemo(
    () => spread(chooseImages({ classes, limitPerClass, validation }, data).train),
    [classes, limitPerClass, validation, data],
  );
  const [found, setFound] = useState<{ images: AugmentedImages | null; problem: string | null }>({
    images: null,
    problem: null,
  });
  useEffect(() => {
    let wanted = true;
    ask('augmented', { rows, augment, seed }).then(
      (images) => wanted && setFound({ images, problem: null }),
      // What is wrong with the settings stands on their step.
      () => wanted && setFound({ images: null, problem: 'These settings make no pictures yet.' }),
    );
    return () => {
      wanted = false;
    };
  }, [rows, augment, seed]);
  return found;
}

/** Rows from all over the training images, always the same ones. */
function spread(rows: Uint32Array): Uint32Array {
  const count = Math.min(SAMPLES, rows.length);
  return Uint32Array.from({ length: count }, (_, i) => rows[Math.floor((i * rows.length) / count)]!);
}
