import { memo, type ReactNode, type Ref, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { layerOf } from '../../../engine/nn/layers/index.js';
import { flatIndex, indexAt } from '../../../engine/tensor/tensor.js';
import { CATEGORIES } from '../../build/layerText.js';
import { decimal } from '../../ui/format.js';
import { Pixels } from '../../ui/Pixels.js';
import { CellPicker } from '../CellPicker.js';
import { largest, mapImage } from '../colors.js';
import css from './sample.module.css';
import {
  formOfShape,
  type LayerOutput,
  noteOf,
  strongestMaps,
  strongestPosition,
  type UnitPlace,
  unitText,
} from './units.js';

/** Maps that are shown before "Show all". */
const SOME = 16;

interface RowProps {
  readonly title: string;
  readonly name?: string;
  readonly shape: readonly number[];
  readonly hue?: string;
  readonly note: ReactNode;
  readonly on?: boolean;
  readonly ref?: Ref<HTMLElement>;
  readonly children: ReactNode;
}

/** One station of a sample: what it is, what it makes, and a note. */
export function Row({ title, name, shape, hue, note, on = false, ref, children }: RowProps) {
  return (
    <section ref={ref} className={css['row']} data-on={on} aria-label={name ? `${title} ${name}` : title}>
      <div className={css['title']} style={{ borderColor: hue }}>
        <b>{title}</b>
        {name && <code>{name}</code>}
        <code>{shape.join(' × ')}</code>
      </div>
      <div className={css['content']}>{children}</div>
      <div className={css['note']}>{note}</div>
    </section>
  );
}

interface LayerRowProps {
  readonly layer: LayerOutput;
  /** The chosen unit, if it is of this layer. */
  readonly unit: readonly number[] | null;
  /** False while samples follow each other: then a row out of sight keeps the sample that it shows. */
  readonly resting: boolean;
  readonly onPick: (place: UnitPlace) => void;
}

/** A layer's output: feature maps as pictures, vectors as strips. */
export function LayerRow({ layer, unit, resting, onPick }: LayerRowProps) {
  const row = useRef<HTMLElement>(null);
  const inView = useInView(row);
  const [shown, setShown] = useState(layer);
  const current = inView || resting ? layer : shown;
  if (current !== shown) setShown(current);
  return <Output ref={row} layer={current} unit={unit} onPick={onPick} />;
}

/** True while a part of an element is in sight, or near. */
function useInView(element: RefObject<HTMLElement | null>): boolean {
  const [inView, setInView] = useState(true);
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => setInView(entry!.isIntersecting), {
      rootMargin: '100px',
    });
    observer.observe(element.current!);
    return () => observer.disconnect();
  }, [element]);
  return inView;
}

interface OutputProps extends Omit<LayerRowProps, 'resting'> {
  readonly ref: Ref<HTMLElement>;
}

const Output = memo(function Output({ ref, layer, unit, onPick }: OutputProps) {
  const { name, type, shape } = layer;
  const { category } = layerOf(type);
  const { maps } = formOfShape(shape);
  const content = { layer, unit, onPick: (at: readonly number[]) => onPick({ layer: name, unit: at }) };
  return (
    <Row
      ref={ref}
      title={type}
      name={name}
      shape={shape}
      hue={CATEGORIES[category].hue}
      note={noteOf(layer)}
      on={unit !== null}
    >
      {category === 'shape' && maps === 1 ? (
        <p className={css['unchanged']}>the same numbers, in one line</p>
      ) : maps > 1 ? (
        <Maps {...content} />
      ) : (
        <Strip {...content} />
      )}
    </Row>
  );
});

interface ContentProps extends Pick<LayerRowProps, 'layer' | 'unit'> {
  readonly onPick: (unit: readonly number[]) => void;
}

function Maps({ layer, unit, onPick }: ContentProps) {
  const { shape, values } = layer;
  const [all, setAll] = useState(false);
  const { maps, width } = formOfShape(shape);
  const size = values.length / maps;
  const order = useMemo(() => strongestMaps(layer), [layer]);
  const pictures = useMemo(() => {
    const most = largest(values);
    return order
      .slice(0, all ? maps : SOME)
      .map((map) => ({ map, image: mapImage(values.subarray(map * size, (map + 1) * size), width, most) }));
  }, [values, order, all]);
  return (
    <div className={css['maps']}>
      {pictures.map(({ map, image }, place) => (
        <button
          // Of the place, not of the map: another sample orders the maps anew.
          key={place}
          type="button"
          className={css['map']}
          aria-pressed={unit?.[0] === map}
          title={`Map ${map}`}
          onClick={(event) => {
            const box = event.currentTarget.getBoundingClientRect();
            // The keyboard presses a button at no place: its strongest number is taken.
            const at =
              event.detail === 0
                ? strongestPosition(values, map * size, (map + 1) * size)
                : map * size +
                  Math.floor(((event.clientY - box.top) / box.height) * image.height) * width +
                  Math.floor(((event.clientX - box.left) / box.width) * width);
            onPick(indexAt(Math.min(at, (map + 1) * size - 1), shape));
          }}
        >
          <Pixels image={image} label={`Map ${map}`} />
        </button>
      ))}
      {maps > SOME && (
        <button type="button" className={css['more']} onClick={() => setAll(!all)}>
          {all ? 'Fewer' : `+ ${maps - SOME}`}
        </button>
      )}
    </div>
  );
}

/** Units in a line, and pixels of a cell. */
const LINE = 64;

function Strip({ layer: { name, shape, values }, unit, onPick }: ContentProps) {
  const columns = Math.min(values.length, LINE);
  const image = useMemo(() => mapImage(values, columns), [values, columns]);
  const at = unit && flatIndex(unit, shape);
  const cell = values.length > 1024 ? 3 : values.length > LINE ? 6 : values.length > 10 ? 12 : 28;
  return (
    <CellPicker
      image={image}
      count={values.length}
      label={`Units of ${name}`}
      at={at}
      text={at === null ? 'none chosen' : `${unitText(indexAt(at, shape))}: ${decimal(values[at]!)}`}
      cell={Math.min(cell, 384 / columns)}
      onPick={(position) => onPick(indexAt(position, shape))}
    />
  );
}
