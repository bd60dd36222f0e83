/** Names that every object has and nobody looks for. */
const JUNK = new Set([
  ...Object.getOwnPropertyNames(Object.prototype),
  ...["prototype", "arguments", "caller"],
]);

/** Whether a name is worth being suggested: not `__proto__`, `constructor`, `$tributary`. */
export function isShown(name: string): boolean {
  return !JUNK.has(name) && !name.startsWith("__") && !/^\$tributary\b/.test(name) &&
    !name.startsWith("Symbol(") && !name.startsWith("#");
}

/**
 * The names that begin with a prefix; if there is none, those in any case, then those that contain it.
 */
export function matching<T>(items: readonly T[], prefix: string, nameOf: (item: T) => string): T[] {
  const lower = prefix.toLowerCase();
  const ways = [
    (name: string) => name.startsWith(prefix),
    (name: string) => name.toLowerCase().startsWith(lower),
    (name: string) => name.toLowerCase().includes(lower),
  ];
  for (const fits of ways) {
    const found = items.filter((item) => fits(nameOf(item)));
    if (found.length > 0) return found;
  }
  return [];
}
