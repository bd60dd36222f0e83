import { AsyncLocalStorage } from "node:async_hooks";

/** One run of a cell. */
export interface Cell {
  /** The relay's number of it. */
  id: number;
  /** What stands in the brackets before the cell. */
  count: number;
  /** The source as Deno's kernel was given it, for its line numbers. */
  code: string;
  /** Aborts when the cell is stopped. */
  stop: AbortController;
  /** Ends each of its awaits that are under way. */
  waits: Set<(reason: unknown) => void>;
  /** Whether it may wait no more. */
  over: boolean;
  /** How often it was told so. */
  told: number;
}

/** Thrown in a cell at the place where it waits when Stop was pressed. */
export class Interrupted extends Error {
  override name = "Interrupted";
  /** No places: they would be those of the signal's listener. */
  override stack = `Interrupted: ${this.message}`;
}

/** How often a cell that is over may catch that and wait again: in `finally`, or in a vain loop. */
const TELLS = 20;

/** How long a call that listens to its signal may take to end by itself, in milliseconds. */
const GRACE = 250;

const context = new AsyncLocalStorage<Cell>();
const known = new Map<number, Cell>();
let current: Cell | undefined;

/** The cell that runs, or ran last. */
export function currentCell(): Cell | undefined {
  return current;
}

/** The cell whose code runs now, also in its late timers; else the one that runs. */
export function originCell(): Cell | undefined {
  return context.getStore() ?? current;
}

/** Finds the run that is shown with `[count]` before it. */
export function cellByCount(count: number): Cell | undefined {
  return [...known.values()].findLast((cell) => cell.count === count);
}

/** Makes a cell the one that runs. */
export function openCell(cell: Pick<Cell, "id" | "count" | "code">): void {
  current = { ...cell, stop: new AbortController(), waits: new Set(), over: false, told: 0 };
  known.set(cell.id, current);
}

/** Called by a cell's first statement: what it starts belongs to it from here on. */
export function enterCell(id: number): void {
  const cell = known.get(id);
  if (cell) context.enterWith(cell);
}

/**
 * Stops the running cell: first its signal, and a moment later, where that did not end it, every
 * `await` of its code.
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
    if (cell.told++ < TELLS) throw cell.stop.signal.reason;
    return new Promise(() => {}); // It swallows errors; what it waits for never comes.
  }
  if (!cell || typeof (value as PromiseLike<unknown> | null)?.then !== "function") return value;
  let end: (reason: unknown) => void;
  // The plain functions, and one reaction for each promise: only so can V8 follow the stack of what
  // is awaited through this promise.
  return new Promise<Awaited<T>>((resolve, reject) => {
    cell.waits.add(end = reject);
    (value as PromiseLike<Awaited<T>>).then(resolve, reject);
  }).finally(() => cell.waits.delete(end));
}

/** Goes through an iterable as `for await` does, or until the cell is stopped. */
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
            // `for await` closes no iterator that throws, but this one did not.
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
