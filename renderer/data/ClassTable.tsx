import type { ImportedImages } from '../../engine/data/imageImport.js';
import { count } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import css from './data.module.css';

/** The classes with their number of images per split, and the totals. */
export function ClassTable({ classes }: Pick<ImportedImages, 'classes'>) {
  const sum = (split: 'train' | 'test') => classes.reduce((total, one) => total + one[split], 0);
  const [train, test] = [sum('train'), sum('test')];
  return (
    <>
      <p>
        {count(train + test)} {train + test === 1 ? 'image' : 'images'} of {count(classes.length)}{' '}
        {classes.length === 1 ? 'class' : 'classes'}
        {test > 0 && `: ${count(train)} for training, ${count(test)} in a separate test split`}
      </p>
      <div className={css['classTable']} tabIndex={0} role="region" aria-label="Classes">
        <table className={uiCss['table']}>
          <thead>
            <tr>
              <th scope="col">Class</th>
              <th scope="col">{test > 0 ? 'Training' : 'Images'}</th>
              {test > 0 && <th scope="col">Test</th>}
            </tr>
          </thead>
          <tbody>
            {classes.map((one) => (
              <tr key={one.name}>
                <td>{one.name}</td>
                <td>{count(one.train)}</td>
                {test > 0 && <td>{count(one.test)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
