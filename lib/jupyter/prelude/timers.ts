import { originCell } from "./cell_runs.ts";

type StartTimer = (callback: unknown, ...rest: unknown[]) => never;

/**
 * Replaces the global timers, so that Stop can end what they call. Two things change:
 *
 * - a callback runs as a microtask of its timer: if a timer had called a loop directly, Deno's kernel
 *   would never wake up again after that loop was broken;
 * - an interval ends when its cell is stopped, so that it stops updating a display. Other timers go
 *   on, as connections that later cells use may wait for them.
 *
 * @param timers The object that has the timers.
 * @default timers globalThis
 */
export function replaceTimers(timers: Record<string, unknown> = globalThis): void {
  for (const name of ["setTimeout", "setInterval", "setImmediate"]) {
    const start = timers[name] as StartTimer;
    const replacement = (callback: unknown, ...rest: unknown[]) => {
      if (typeof callback !== "function") return start(callback, ...rest);
      const cell = name === "setInterval" ? originCell() : undefined;
      return start(function (this: unknown, ...args: unknown[]) {
        if (!cell?.over) queueMicrotask(() => callback.apply(this, args));
      }, ...rest);
    };
    // Keeps their properties, such as the variant for `util.promisify`.
    timers[name] = Object.defineProperties(replacement, Object.getOwnPropertyDescriptors(start));
  }
}
