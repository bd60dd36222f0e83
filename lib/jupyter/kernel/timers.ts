import { originCell } from "./cells.ts";

type Start = (callback: unknown, ...rest: unknown[]) => never;

/**
 * Makes the global timers such that Stop can end what they call. Two things change:
 *
 * - a callback runs as a microtask of its timer: Deno's kernel never wakes up again after a loop was
 *   broken that a timer had called directly;
 * - an interval ends with its cell when that is stopped, so that a display is updated no more. Other
 *   timers go on, as connections that later cells use may wait for them.
 *
 * @param timers Where they are replaced.
 * @default timers globalThis
 */
export function replaceTimers(timers: Record<string, unknown> = globalThis): void {
  for (const name of ["setTimeout", "setInterval", "setImmediate"]) {
    const start = timers[name] as Start;
    const replacement = (callback: unknown, ...rest: unknown[]) => {
      if (typeof callback !== "function") return start(callback, ...rest);
      const cell = name === "setInterval" ? originCell() : undefined;
      return start(function (this: unknown, ...args: unknown[]) {
        if (!cell?.over) queueMicrotask(() => callback.apply(this, args));
      }, ...rest);
    };
    // What others find on them, such as `util.promisify`'s variant.
    timers[name] = Object.defineProperties(replacement, Object.getOwnPropertyDescriptors(start));
  }
}
