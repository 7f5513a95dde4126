import { useMemo } from 'react';
import type { Loaded } from '../images/messages.js';
import { choose } from '../state/browse.js';
import { nameOf } from '../state/filters.js';
import { verdictOf } from '../state/predictions.js';
import { Button } from '../ui/Button.js';
import { count, percent } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import { useApp, useBrowse } from '../useApp.js';
import css from './data.module.css';
import { Picture } from './Picture.js';
import { usePixels } from './useAnswer.js';

/** Maximum number of images that fit side by side. */
const MOST = 24;

/** The selected images side by side; for two, also their difference. */
export function Compare({ data }: { readonly data: Loaded }) {
  const selected = useBrowse((state) => state.selected);
  const rows = [...selected].slice(0, MOST);
  const [first, second, third] = rows;
  return (
    <>
      <div className={css['caption']}>
        <b>{count(selected.size)} images</b>
        {selected.size > MOST && <span>the first {MOST} are shown</span>}
      </div>
      <div className={css['compare']} data-few={rows.length <= 4}>
        {rows.map((row) => (
          <One key={row} row={row} data={data} />
        ))}
      </div>
      {first !== undefined && second !== undefined && third === undefined && (
        <Difference a={first} b={second} />
      )}
    </>
  );
}

function One({ row, data }: { readonly row: number; readonly data: Loaded }) {
  const app = useApp();
  const predictions = useBrowse((state) => state.predictions);
  const className = data.classNames[data.labels[row]!]!;
  const name = nameOf(row, data.trainCount);
  const verdict = verdictOf(row, className, predictions);
  return (
    <figure>
      <Picture image={usePixels(row)} label={`${className}, ${name}`} />
      <figcaption>
        <b>{className}</b> {name}
        {verdict &&
          ` · ${verdict.right ? '✓' : `predicted ${verdict.predicted}`}, ${percent(verdict.confidence)}`}
      </figcaption>
      <Button look="quiet" onClick={() => choose(app, [row])}>
        Inspect
      </Button>
    </figure>
  );
}

/** The absolute difference of two images: black where they are equal. */
function Difference({ a, b }: { readonly a: number; readonly b: number }) {
  const [one, other] = [usePixels(a), usePixels(b)];
  const difference = useMemo(
    () => one && other && Uint8Array.from(one, (byte, i) => Math.abs(byte - other[i]!)),
    [one, other],
  );
  if (!difference) return null;
  const mean = difference.reduce((sum, byte) => sum + byte, 0) / difference.length;
  const equal = difference.every((byte) => byte === 0);
  return (
    <>
      <h3 className={uiCss['section']}>Difference</h3>
      <p className={uiCss['help']}>
        {equal
          ? 'Identical, byte for byte.'
          : `${mean.toFixed(1)} of 255 on average. Black where they are equal.`}
      </p>
      <div className={css['compare']} data-few>
        <Picture image={difference} label="Difference" />
      </div>
    </>
  );
}
