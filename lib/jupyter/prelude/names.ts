/** The object that a rewritten cell calls. The prelude defines it in the kernel. */
export const RUNTIME = "$tributary";

/** The name under which a rewritten cell keeps a function that it declares. */
export function hoistedName(name: string): string {
  return `${RUNTIME}_${name}`;
}

/** The name of a cell's code in a stack. */
export function cellUrl(count: number): string {
  return `cell[${count}]`;
}

/** The number in such a name; undefined if a frame is not in a cell. */
export function countIn(url: string): number | undefined {
  const count = /^cell\[(\d+)\]$/.exec(url)?.[1];
  return count === undefined ? undefined : Number(count);
}
