import { Dices } from 'lucide-react';
import { useMemo } from 'react';
import { chooseImages } from '../../engine/data/subset.js';
import { isImages } from '../../engine/project/samples.js';
import type { ImageDataSpec } from '../../engine/project/schema.js';
import { useBrowse } from '../state/browse.js';
import { useDocument } from '../state/document.js';
import { announce } from '../state/ui.js';
import { Button } from '../ui/Button.js';
import type { Loaded } from '../images/messages.js';
import { Picture } from './Picture.js';
import css from './transforms.module.css';
import { useAnswer } from './useAnswer.js';

const SAMPLES = 16;

/** Training images, and below each what augmentation makes of it. */
export function AugmentStrip({ data }: { readonly data: Loaded }) {
  const spec = useDocument((state) => state.project?.data);
  return spec && isImages(spec) ? <Strip data={data} spec={spec} /> : null;
}

function Strip({ data, spec }: { readonly data: Loaded; readonly spec: ImageDataSpec }) {
  const seed = useBrowse((state) => state.seed);
  const { answer, failed } = useAugmented(data, spec, seed);
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
      {/* What is wrong with the settings stands on their step. */}
      {failed && <p role="alert">These settings make no pictures yet.</p>}
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

/** The samples as the data worker makes them; those before stay until the next are there. */
function useAugmented(data: Loaded, spec: ImageDataSpec, seed: number) {
  const { classes, limitPerClass, validation, augment } = spec;
  const rows = useMemo(
    () => spread(chooseImages({ classes, limitPerClass, validation }, data).train),
    [classes, limitPerClass, validation, data],
  );
  const request = useMemo(() => ({ rows, augment, seed }), [rows, augment, seed]);
  return useAnswer('augmented', request);
}

/** Rows from all over the training images, always the same ones. */
function spread(rows: Uint32Array): Uint32Array {
  const count = Math.min(SAMPLES, rows.length);
  return Uint32Array.from({ length: count }, (_, i) => rows[Math.floor((i * rows.length) / count)]!);
}
