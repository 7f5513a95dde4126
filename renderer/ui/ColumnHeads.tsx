import type { ReactNode } from 'react';

/** The head of a table with these titles of columns; `false` leaves one out. */
export function ColumnHeads({ titles }: { readonly titles: readonly ReactNode[] }) {
  return (
    <thead>
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
