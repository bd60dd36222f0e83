/** What is known about a cell that ran: the lists of CellInfo of lib/jupyter/code/cell_info.ts. */
export interface KnownCell {
  defines?: string[];
  reads?: string[];
  assigns?: string[];
}

/** A cell to be run again, and why. */
export interface Affected {
  /** The cell's id. */
  cell: string;
  /** Names that it reads and that change; empty if it only sets `again`. */
  reads: string[];
  /** Names that a cell before it sets, and that it has to set again, as it does in Run All. */
  again: string[];
}

/**
 * The cells to run again when a cell gives a name a new value: those that read it, those that read
 * what these define, and so on. A cell reads a name from the nearest cell above that defines it, or,
 * if there is none, from the first one below.
 *
 * @param cells The cells that ran, by id.
 * @param order The ids of the notebook's cells from top to bottom; others are left out.
 * @returns In the order of the notebook, each once, without the cell itself.
 */
export function affectedCells(
  cells: ReadonlyMap<string, KnownCell>,
  order: readonly string[],
  changed: { cell: string; name: string },
): Affected[] {
  const ids = order.filter((id) => cells.has(id));
  const sets = (id: string) => {
    const { defines = [], assigns = [] } = cells.get(id)!;
    return [...defines, ...assigns];
  };
  const source = (reader: number, name: string): string | undefined => {
    const above = ids.findLast((id, i) => i < reader && sets(id).includes(name));
    return above ?? ids.find((id, i) => i > reader && sets(id).includes(name));
  };
  const readers = (from: string, name: string) =>
    ids.filter((id, i) =>
      id !== from && cells.get(id)!.reads?.includes(name) && source(i, name) === from
    );
  const found = new Map<string, { reads: Set<string>; again: Set<string> }>();
  const add = (cell: string) => {
    const known = found.get(cell);
    if (known) return known;
    const made = { reads: new Set<string>(), again: new Set<string>() };
    found.set(cell, made);
    return made;
  };
  const done = new Set<string>();
  const rest = [changed];
  for (let change = rest.pop(); change; change = rest.pop()) {
    const { cell, name } = change;
    const key = `${cell}\n${name}`;
    if (done.has(key) || !ids.includes(cell)) continue;
    done.add(key);
    for (const reader of readers(cell, name)) {
      if (reader === changed.cell) continue;
      add(reader).reads.add(name);
      rest.push(...sets(reader).map((name) => ({ cell: reader, name })));
    }
    // What a cell further down sets would be lost, although nothing that it reads has changed.
    const next = ids.find((id, i) =>
      i > ids.indexOf(cell) && id !== changed.cell && sets(id).includes(name)
    );
    if (next !== undefined) add(next).again.add(name);
  }
  return ids.filter((id) => found.has(id)).map((cell) => {
    const { reads, again } = found.get(cell)!;
    return { cell, reads: [...reads], again: reads.size > 0 ? [] : [...again] };
  });
}
