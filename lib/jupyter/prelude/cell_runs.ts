import { AsyncLocalStorage } from "node:async_hooks";

/** One run of a cell. */
export interface CellRun {
  /** The relay's number for this run. */
  id: number;
  /** The number in the brackets before the cell. */
  count: number;
  /** The code that Deno's kernel runs, for its line numbers. */
  code: string;
  /** Aborts when the cell is stopped. */
  stop: AbortController;
  /** Reject its pending awaits. */
  waits: Set<(reason: unknown) => void>;
  /** Whether it was stopped and must not wait any more. */
  over: boolean;
  /** How many of its awaits were rejected since then. */
  rejected: number;
}

/** Thrown in a cell, at the place where it waits, when Stop was pressed. */
export class Interrupted extends Error {
  override name = "Interrupted";
  /** No frames: they would be those of the signal's listener. */
  override stack = `Interrupted: ${this.message}`;
}

/** Maximum awaits rejected in a cell that is over: it may clean up in `finally`, but not loop on. */
const MAX_REJECTED = 20;

/** Milliseconds that a call that listens to its signal has to end by itself. */
const GRACE = 250;

const context = new AsyncLocalStorage<CellRun>();
const known = new Map<number, CellRun>();
let current: CellRun | undefined;

/** The cell that is running, or the last one that ran. */
export function currentCell(): CellRun | undefined {
  return current;
}

/** The cell that the executing code belongs to, even in a late timer; else the current cell. */
export function originCell(): CellRun | undefined {
  return context.getStore() ?? current;
}

/** Finds the run that is shown as `[count]`. */
export function cellByCount(count: number): CellRun | undefined {
  return [...known.values()].findLast((cell) => cell.count === count);
}

/** Makes a cell the current one. */
export function openCell(cell: Pick<CellRun, "id" | "count" | "code">): void {
  current = { ...cell, stop: new AbortController(), waits: new Set(), over: false, rejected: 0 };
  known.set(cell.id, current);
}

/** The first statement of a cell calls it: what the code starts from here on belongs to the cell. */
export function enterCell(id: number): void {
  const cell = known.get(id);
  if (cell) context.enterWith(cell);
}

/**
 * Stops the running cell: aborts its signal at once, and a moment later, if that did not end it,
 * every `await` of its code.
 */
export function stopCell(): void {
  const cell = current;
  if (!cell) return;
  cell.stop.abort(new Interrupted("The cell was stopped. Variables are kept"));
  setTimeout(() => {
    cell.over = true;
    for (const end of cell.waits) end(cell.stop.signal.reason);
    cell.waits.clear();
  }, GRACE);
}

/** Waits for a value as `await` does, or until the cell is stopped. */
export function wait<T>(value: T): T | Promise<Awaited<T>> {
  const cell = originCell();
  if (cell?.over) {
    if (cell.rejected++ < MAX_REJECTED) throw cell.stop.signal.reason;
    return new Promise(() => {}); // It swallows errors, so it waits forever.
  }
  if (!cell || typeof (value as PromiseLike<unknown> | null)?.then !== "function") return value;
  let end: (reason: unknown) => void;
  // Plain functions and one reaction per promise: only then can V8 follow the async stack through
  // this promise.
  return new Promise<Awaited<T>>((resolve, reject) => {
    cell.waits.add(end = reject);
    (value as PromiseLike<Awaited<T>>).then(resolve, reject);
  }).finally(() => cell.waits.delete(end));
}

/** Iterates as `for await` does, or until the cell is stopped. */
export function each<T>(items: AsyncIterable<T> | Iterable<T>): AsyncIterable<T> {
  const source = (items as AsyncIterable<T>)[Symbol.asyncIterator] === undefined
    ? fromSync(items as Iterable<T>)
    : items as AsyncIterable<T>;
  return {
    [Symbol.asyncIterator]() {
      const iterator = source[Symbol.asyncIterator]();
      return {
        async next() {
          try {
            return await wait(iterator.next());
          } catch (error) {
            // `for await` does not close an iterator that throws; this one did not throw.
            if (error instanceof Interrupted) void iterator.return?.();
            throw error;
          }
        },
        return: async (value) => await iterator.return?.(value) ?? { done: true, value },
      };
    },
  };
}

async function* fromSync<T>(items: Iterable<T>): AsyncIterable<T> {
  yield* items;
}
