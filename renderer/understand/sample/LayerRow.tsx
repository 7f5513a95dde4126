import { type ReactNode, useMemo, useState } from 'react';
import { layerOf } from '../../../engine/nn/layers/index.js';
import { CATEGORIES } from '../../build/layerText.js';
import { Pixels } from '../../ui/Pixels.js';
import { CellPicker } from '../CellPicker.js';
import { largest, mapImage } from '../colors.js';
import css from './sample.module.css';
import {
  formOfShape,
  noteOf,
  positionOf,
  signed,
  strongestMaps,
  strongestPosition,
  unitAt,
  unitText,
  type LayerOutput,
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
  readonly children: ReactNode;
}

/** One station of a sample: what it is, what it makes, and a note. */
export function Row({ title, name, shape, hue, note, on = false, children }: RowProps) {
  return (
    <section className={css['row']} data-on={on} aria-label={name ? `${title} ${name}` : title}>
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
  readonly onPick: (unit: readonly number[]) => void;
}

/** A layer's output: feature maps as pictures, vectors as strips. */
export function LayerRow({ layer, unit, onPick }: LayerRowProps) {
  const { name, type, shape } = layer;
  return (
    <Row
      title={type}
      name={name}
      shape={shape}
      hue={CATEGORIES[layerOf(type).category].hue}
      note={noteOf(layer)}
      on={unit !== null}
    >
      {layerOf(type).category === 'shape' && formOfShape(shape).maps === 1 ? (
        <p className={css['unchanged']}>the same numbers, in one line</p>
      ) : formOfShape(shape).maps > 1 ? (
        <Maps layer={layer} unit={unit} onPick={onPick} />
      ) : (
        <Strip layer={layer} unit={unit} onPick={onPick} />
      )}
    </Row>
  );
}

function Maps({ layer, unit, onPick }: LayerRowProps) {
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
      {pictures.map(({ map, image }) => (
        <button
          key={map}
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
            onPick(unitAt(Math.min(at, (map + 1) * size - 1), shape));
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

function Strip({ layer: { name, shape, values }, unit, onPick }: LayerRowProps) {
  const columns = Math.min(values.length, LINE);
  const image = useMemo(() => mapImage(values, columns), [values, columns]);
  const at = unit && positionOf(unit, shape);
  const cell = values.length > 1024 ? 3 : values.length > LINE ? 6 : values.length > 10 ? 12 : 28;
  return (
    <CellPicker
      image={image}
      count={values.length}
      label={`Units of ${name}`}
      at={at}
      text={at === null ? 'none chosen' : `${unitText(unitAt(at, shape))}: ${signed(values[at]!)}`}
      cell={Math.min(cell, 384 / columns)}
      onPick={(position) => onPick(unitAt(position, shape))}
    />
  );
}
