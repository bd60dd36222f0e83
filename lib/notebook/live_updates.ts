import { AsyncLocalStorage } from "node:async_hooks";

const updates = new AsyncLocalStorage<true>();

/** Runs what draws an update of a live display. */
export function inUpdate<T>(draw: () => T): T {
  return updates.run(true, draw);
}

/** Whether this code draws an update of a live display: the next one may say something else. */
export function isUpdate(): boolean {
  return updates.getStore() === true;
}
