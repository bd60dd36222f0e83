/** Names of the platform beside its classes that libraries look up in the global scope. */
const FUNCTIONS = new Set([
  ...["atob", "btoa", "clearInterval", "clearTimeout", "console", "crypto", "decodeURIComponent"],
  ...["encodeURIComponent", "fetch", "globalThis", "isFinite", "isNaN", "navigator", "parseFloat"],
  ...["parseInt", "performance", "process", "queueMicrotask", "setInterval", "setTimeout"],
  ...["structuredClone", "undefined"],
]);

/**
 * A warning for a cell that declares names of the platform, such as `const URL = "…"`; undefined if it
 * declares none. What a cell declares is in the scope of all modules of a kernel: libraries would use the
 * cell's `URL` in place of their own, and fail far from it.
 */
export function takenNames(names: readonly string[]): string | undefined {
  const taken = names.filter((name) =>
    FUNCTIONS.has(name) || /^[A-Z]/.test(name) && Object.hasOwn(globalThis, name)
  );
  if (taken.length === 0) return undefined;
  const [first] = taken as [string, ...string[]];
  const own = `My${first[0]!.toUpperCase()}${first.slice(1)}`;
  const these = taken.length === 1 ? "this name" : "these names";
  return `${
    taken.join(", ")
  }: libraries use ${these} of the platform and now get yours, so they may ` +
    `fail. Choose another name (an import: { ${first} as ${own} }), and restart the kernel`;
}
