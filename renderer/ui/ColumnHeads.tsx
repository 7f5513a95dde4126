import type { ReactNode } from 'react';

interface ColumnHeadsProps {
  /** `false` leaves a column out. */
  readonly titles: readonly ReactNode[];
  /** True if the titles are for screen readers only. */
  readonly hidden?: boolean;
}

/** The head of a table with these titles of columns. */
export function ColumnHeads({ titles, hidden = false }: ColumnHeadsProps) {
  return (
    <thead className={hidden ? 'visually-hidden' : undefined}>
      <tr>
        {titles.map(
          (title, i) =>
            title !== false && (
              <th key={i} scope="col">
                {title}
              </th>
            ),
        )}
      </tr>
    </thead>
  );
}
