import type { Edit } from './schema.js';

/** Remembers where nodes stand on the canvas. */
export function placeNodes(
  places: Readonly<Record<string, { readonly x: number; readonly y: number }>>,
): Edit {
  return (project) => ({
    ...project,
    layout: { ...project.layout, positions: { ...project.layout.positions, ...places } },
  });
}

/** Lays the chain out afresh, downwards or to the right. */
export function arrange(direction: 'vertical' | 'horizontal'): Edit {
  return (project) => ({ ...project, layout: { direction } });
}

/** Layers without a place of their own follow the one before them. */
export function withoutPositions(ids: readonly string[]): Edit {
  return (project) => {
    const { positions } = project.layout;
    if (!positions || !ids.some((id) => id in positions)) return project;
    const kept = Object.entries(positions).filter(([id]) => !ids.includes(id));
    return { ...project, layout: { ...project.layout, positions: Object.fromEntries(kept) } };
  };
}
