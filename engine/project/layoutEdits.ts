import type { Edit } from './schema.js';

/** Saves the positions of nodes on the canvas. */
export function placeNodes(
  places: Readonly<Record<string, { readonly x: number; readonly y: number }>>,
): Edit {
  return (project) => ({
    ...project,
    layout: { ...project.layout, positions: { ...project.layout.positions, ...places } },
  });
}

/** Resets the layout of the chain, downward or to the right. */
export function arrange(direction: 'vertical' | 'horizontal'): Edit {
  return (project) => ({ ...project, layout: { direction } });
}

/** Discards the positions of layers, which then follow the previous layer. */
export function withoutPositions(ids: readonly string[]): Edit {
  return (project) => {
    const { positions } = project.layout;
    if (!positions || !ids.some((id) => id in positions)) return project;
    const kept = Object.entries(positions).filter(([id]) => !ids.includes(id));
    return { ...project, layout: { ...project.layout, positions: Object.fromEntries(kept) } };
  };
}
