import { useState, type MouseEvent } from 'react';
import { copyImages } from '../actions/copyImages.js';
import { nameOf } from '../state/filters.js';
import { Button } from '../ui/Button.js';
import { percent } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import css from './data.module.css';
import { Channels } from './Channels.js';
import { Compare } from './Compare.js';
import type { Loaded } from '../images/messages.js';
import { Picture } from './Picture.js';
import { sideOf } from '../images/rgba.js';
import { Tensors } from './Tensors.js';
import { usePixels } from './usePixels.js';
import { useApp, useBrowse } from '../useApp.js';

/** Maximum number of classes shown. */
const BARS = 5;

/** The selected image with its pixels, channels, histogram, and tensors; or several images side by side. */
export function ImageTab({ data }: { readonly data: Loaded }) {
  const several = useBrowse((state) => state.selected.size > 1);
  return several ? <Compare data={data} /> : <OneImage data={data} />;
}

function OneImage({ data }: { readonly data: Loaded }) {
  const app = useApp();
  const current = useBrowse((state) => state.current);
  const pixels = usePixels(current);
  if (current === null || !pixels) return <p>No image passes the filters.</p>;
  const className = data.classNames[data.labels[current]!]!;
  return (
    <>
      <div className={css['caption']}>
        <b>{className}</b>
        <span>{nameOf(current, data.trainCount)}</span>
      </div>
      <Answer row={current} right={className} />
      <BigPicture pixels={pixels} label={`${className}, ${nameOf(current, data.trainCount)}`} />
      <div className={uiCss['actions']}>
        <Button onClick={() => void copyImages(app, [current])}>Copy image</Button>
      </div>
      <Channels pixels={pixels} />
      <Tensors pixels={pixels} />
    </>
  );
}

/** The model's prediction for the image, one bar per class. */
function Answer({ row, right }: { readonly row: number; readonly right: string }) {
  const predictions = useBrowse((state) => state.predictions);
  const found = predictions?.byRow.get(row);
  if (!predictions || !found) return null;
  const ranked = predictions.classes
    .map((name, i) => ({ name, share: found[i]! }))
    .sort((a, b) => b.share - a.share)
    .slice(0, BARS);
  return (
    <ul className={css['bars']} aria-label="Prediction">
      {ranked.map(({ name, share }) => (
        <li key={name}>
          <span>
            {name} {name === right ? '✓' : ''}
          </span>
          <i style={{ width: `${share * 100}%`, background: name === right ? 'var(--ok)' : 'var(--bad)' }} />
          <b>{percent(share)}</b>
        </li>
      ))}
    </ul>
  );
}

function BigPicture({ pixels, label }: { readonly pixels: Uint8Array; readonly label: string }) {
  const [at, setAt] = useState<number | null>(null);
  const side = sideOf(pixels);
  const onMove = (event: MouseEvent<HTMLCanvasElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const place = (offset: number, length: number) =>
      Math.min(Math.max(Math.floor((offset / length) * side), 0), side - 1);
    setAt(place(event.clientY - box.top, box.height) * side + place(event.clientX - box.left, box.width));
  };
  return (
    <>
      <Picture
        image={pixels}
        label={label}
        className={css['big']}
        onMouseMove={onMove}
        onMouseLeave={() => setAt(null)}
      />
      <div className={css['readout']}>
        {at === null
          ? 'Point at a pixel to read it.'
          : `img[:, ${Math.floor(at / side)}, ${at % side}] = [${pixels.filter((_, i) => i % (side * side) === at).join(', ')}]`}
      </div>
    </>
  );
}
