/** A value that can be looked at without calling anything: `rows`, `a.b[0].c`. */
const PATH = /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*|\[\d+\]|\["[^"\\\n]*"\])*$/;

/** Whether an expression names a value by a plain path. */
export function isPath(expression: string): boolean {
  return PATH.test(expression);
}

/** A list of names that {@linkcode liveCode} can make. */
export type LiveKind = "members" | "columns" | "globals" | "itself";

/**
 * The code that lists names of a live value in the kernel and broadcasts them. No method is called; a
 * getter on the way to the value is.
 *
 * @param id The question's id, for the answer.
 * @param kind `members` of the value; `columns`: the keys of the first of its rows; `globals` that
 * cells have made; `itself`: the path, if there is such a value.
 */
export function liveCode(id: string, kind: LiveKind, path = "globalThis"): string {
  if (!isPath(path)) throw new TypeError(`Cannot look at ${path}: it is not a plain path`);
  return `(() => {
  let names = [];
  try {
    const value = ${path};
    const of = ${kind === "columns"} ? Array.isArray(value) ? value[0] : value?.rows?.[0] : value;
    if (${kind === "itself"}) names = value === undefined ? [] : [${JSON.stringify(path)}];
    else if (of !== null && ["object", "function"].includes(typeof of)) {
      const all = new Set(Object.getOwnPropertyNames(of));
      const up = ${kind === "members"} ? Object.getPrototypeOf(of) : null;
      if (up && up !== Object.prototype && up !== Function.prototype) {
        for (const name of Object.getOwnPropertyNames(up)) all.add(name);
      }
      names = [...all].filter((name) => ${kind !== "globals"} ||
        Object.getOwnPropertyDescriptor(of, name)?.enumerable);
    }
  } catch {
    // There is no such value.
  }
  Deno.jupyter.broadcast("tributary_names", { id: ${
    JSON.stringify(id)
  }, names: names.slice(0, 500) });
})()`;
}
