import type { ClassFigures, ClassifierFigures } from '../../../engine/evaluate/classification.js';
import { count, percent } from '../../ui/format.js';
import { ColumnHeads } from '../../ui/ColumnHeads.js';
import uiCss from '../../ui/ui.module.css';
import css from '../understand.module.css';

/** Precision, recall and F1 of each class, and their means. */
export function ClassTable({
  figures: { perClass, macro, weighted },
}: {
  readonly figures: ClassifierFigures;
}) {
  return (
    <section aria-label="Per class">
      <h2 className={uiCss['section']}>Per class</h2>
      <p className={uiCss['help']}>
        Precision: how often a prediction of the class is right. Recall: how many of the class are found. F1:
        their harmonic mean.
      </p>
      <div className={css['scroll']} tabIndex={0} role="region" aria-label="Figures of each class">
        <table className={uiCss['table']}>
          <ColumnHeads titles={['Class', 'Precision', 'Recall', 'F1', 'Samples']} />
          <tbody>
            {perClass.map(({ class: name, ...figures }) => (
              <Row key={name} name={name} figures={figures} />
            ))}
            <Row name="Mean of the classes" figures={macro} />
            <Row name="Weighted by samples" figures={weighted} />
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Row({ name, figures }: { readonly name: string; readonly figures: ClassFigures }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{percent(figures.precision)}</td>
      <td>{percent(figures.recall)}</td>
      <td>{percent(figures.f1)}</td>
      <td>{count(figures.support)}</td>
    </tr>
  );
}
