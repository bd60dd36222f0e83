import { types } from "node:util";

/** What stands for a property that only a call of its getter would give. */
export const GETTER = Symbol("getter");

/** The value of a data property of an object's own; {@linkcode GETTER} for an accessor. */
export function ownValue(object: object, key: PropertyKey): unknown {
  const property = Object.getOwnPropertyDescriptor(object, key);
  return property === undefined ? undefined : "value" in property ? property.value : GETTER;
}

/** The name of the class of an object, found without calling anything of it. */
export function className(object: object): string {
  for (let from = Object.getPrototypeOf(object); from; from = Object.getPrototypeOf(from)) {
    if (types.isProxy(from)) return "Proxy";
    const made = ownValue(from, "constructor");
    const name = typeof made === "function" ? ownValue(made, "name") : undefined;
    if (typeof name === "string" && name !== "") return name;
  }
  return "Object";
}

const listed = new Map<object, PropertyKey[]>();

/** The keys of an object's own, in its order; listed once until {@linkcode forgetKeys}. */
export function ownKeys(object: object): PropertyKey[] {
  const keys = listed.get(object) ?? Reflect.ownKeys(object);
  if (keys.length > 1000) listed.set(object, keys);
  return keys;
}

/** Forgets the keys, as objects change. */
export function forgetKeys(): void {
  listed.clear();
}

/** Whether an object is `{…}`, as rows are. */
export function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null || types.isProxy(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** The indexes of at most `most` items, evenly spread. */
export function spread(length: number, most: number): number[] {
  if (length <= most) return Array.from({ length }, (_, i) => i);
  return Array.from({ length: most }, (_, i) => Math.floor(i * length / most));
}

/** Items of a Map or Set, the first few; values and, of a Map, keys. Calls nothing of its own. */
export function firstEntries(value: unknown, most: number): unknown[][] {
  const walk = types.isMap(value)
    ? Map.prototype.entries.call(value)
    : Set.prototype.entries.call(value as Set<unknown>);
  const found: unknown[][] = [];
  for (let step = walk.next(); !step.done && found.length < most; step = walk.next()) {
    found.push(types.isMap(value) ? step.value : [step.value[1]]);
  }
  return found;
}

const sizes = {
  map: Object.getOwnPropertyDescriptor(Map.prototype, "size")!.get!,
  set: Object.getOwnPropertyDescriptor(Set.prototype, "size")!.get!,
};

/** Number of entries of a Map or Set. */
export function entryCount(value: unknown): number {
  return (types.isMap(value) ? sizes.map : sizes.set).call(value);
}
