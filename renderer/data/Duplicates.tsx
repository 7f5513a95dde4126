import { useState } from 'react';
import { type DuplicatePair, LEAST_LIKENESS } from '../../engine/data/duplicates.js';
import type { Loaded } from '../images/messages.js';
import { choose, filterBy } from '../state/browse.js';
import { findDuplicates, isAcross, stopDuplicates } from '../state/duplicates.js';
import { nameOf } from '../state/filters.js';
import { Button } from '../ui/Button.js';
import { Check } from '../ui/controls.js';
import { count, percent } from '../ui/format.js';
import { Picture } from '../ui/Pixels.js';
import uiCss from '../ui/ui.module.css';
import { useApp, useDuplicates } from '../useApp.js';
import css from './data.module.css';
import { usePixels } from './useAnswer.js';

/** Pairs in the list at first, and with each "Show more". */
const PAGE = 50;

/** Pairs of similar images, and the number of test images that leak from the training split. */
export function Duplicates({ data }: { readonly data: Loaded }) {
  const app = useApp();
  const { state, share } = useDuplicates((search) => search);
  return (
    <>
      <h3 className={uiCss['section']}>Duplicates</h3>
      <p className={uiCss['help']}>
        Images in the whole data set that are identical, or show the same picture with other colors or
        sharpness, mirrored, or shifted by a few pixels. Duplicates across splits make validation look better
        than it is.
      </p>
      <p className={uiCss['actions']} style={{ marginTop: 8 }}>
        {state === 'looking' ? (
          <>
            <progress className={css['grow']} value={share} max={1} aria-label="Duplicates" />
            <Button onClick={() => stopDuplicates(app)}>Stop</Button>
          </>
        ) : (
          <Button onClick={() => void findDuplicates(app)}>
            {state === 'never' ? 'Find duplicates' : 'Search again'}
          </Button>
        )}
      </p>
      {state !== 'never' && <Found data={data} />}
    </>
  );
}

function Found({ data: { trainCount, labels } }: { readonly data: Loaded }) {
  const app = useApp();
  const { state, pairs, atLeast, acrossOnly } = useDuplicates((search) => search);
  const [shown, setShown] = useState(PAGE);
  const hasTest = trainCount < labels.length;
  const alike = pairs.filter(({ likeness }) => likeness >= atLeast);
  const across = alike.filter((pair) => isAcross(pair, trainCount));
  const leaks = new Set(across.map(({ b }) => b)).size;
  const listed = acrossOnly ? across : alike;
  const images = [...new Set(listed.flatMap(({ a, b }) => [a, b]))];
  return (
    <>
      <label className={css['slider']}>
        At least {percent(atLeast)} alike
        <input
          type="range"
          min={LEAST_LIKENESS}
          max={1}
          step={0.01}
          value={atLeast}
          onChange={(event) => app.duplicates.setState({ atLeast: Number(event.target.value) })}
        />
      </label>
      {hasTest && (
        <Check
          label="Only across the splits"
          checked={acrossOnly}
          onChange={(on) => app.duplicates.setState({ acrossOnly: on })}
        />
      )}
      <p className={css['sum']} aria-live={state === 'looking' ? 'off' : 'polite'}>
        <b>{count(listed.length)}</b> {listed.length === 1 ? 'pair' : 'pairs'}
        {hasTest && (
          <>
            , <b>{count(leaks)}</b> of {count(labels.length - trainCount)} test images have a duplicate among
            the training images
          </>
        )}
        {state === 'looking' ? ' so far' : state === 'stopped' ? '; the search was stopped' : ''}.
      </p>
      {listed.length > 0 && (
        <p style={{ marginTop: 8 }}>
          <Button
            onClick={() =>
              filterBy(app, { only: { name: 'Duplicates', rows: images }, classes: [], text: '' })
            }
          >
            Show these {count(images.length)} images
          </Button>
        </p>
      )}
      <ul className={css['groups']}>
        {listed.slice(0, shown).map((pair) => (
          <li key={`${pair.a} ${pair.b}`}>
            <Pair pair={pair} trainCount={trainCount} />
          </li>
        ))}
      </ul>
      {shown < listed.length && (
        <p style={{ marginTop: 8 }}>
          <Button onClick={() => setShown(shown + PAGE)}>
            Show more ({count(listed.length - shown)} left)
          </Button>
        </p>
      )}
    </>
  );
}

function Pair({ pair, trainCount }: { readonly pair: DuplicatePair; readonly trainCount: number }) {
  const app = useApp();
  const { a, b, likeness, mirrored } = pair;
  const compare = () => {
    filterBy(app, { only: { name: 'Duplicates', rows: [a, b] }, classes: [], text: '' });
    choose(app, [a, b], a);
  };
  return (
    <button type="button" className={css['group']} title="Compare" onClick={compare}>
      <Picture image={usePixels(a)} label="" side={56} aria-hidden="true" />
      <Picture image={usePixels(b)} label="" side={56} aria-hidden="true" />
      <span>
        <b>{likeness === 1 ? 'Equal' : `${percent(likeness)} alike${mirrored ? ', mirrored' : ''}`}</b>
        {nameOf(a, trainCount)}
        <br />
        {nameOf(b, trainCount)}
      </span>
    </button>
  );
}
