import { sentenceOf } from '../../engine/text/index.js';
import type { ImportedImages } from '../../engine/data/imageImport.js';
import { count } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';

/** The skipped files with reasons; renders nothing if there are none. */
export function SkippedFiles({ skipped, skippedCount }: Pick<ImportedImages, 'skipped' | 'skippedCount'>) {
  if (skippedCount === 0) return null;
  const more = skippedCount - skipped.length;
  return (
    <details style={{ marginTop: 12 }}>
      <summary>
        {count(skippedCount)} {skippedCount === 1 ? 'file was' : 'files were'} skipped
      </summary>
      <ul>
        {skipped.map(({ file, why }, i) => (
          <li key={i} className={uiCss['help']}>
            {file}: {sentenceOf(why)}
          </li>
        ))}
        {more > 0 && <li className={uiCss['help']}>and {count(more)} more</li>}
      </ul>
    </details>
  );
}
