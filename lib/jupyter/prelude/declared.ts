/** Gives a function that a rewritten cell declares under another name its own name. @returns The function. */
// deno-lint-ignore no-explicit-any
export function own<F extends (...args: any[]) => unknown>(fn: F, name: string): F {
  // Stacks show it too.
  return Object.defineProperty(fn, "name", { value: name, configurable: true });
}

/**
 * Refuses an assignment to a constant. A rewritten cell declares constants with `let`, so that a later
 * cell may declare the name in any way, and calls this where a cell assigns one.
 */
export function constant(name: string): never {
  throw new TypeError(`Assignment to constant variable ${name}. Declare it with let to change it`);
}
