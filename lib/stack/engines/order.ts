import type { Engine } from "./define.ts";

/** Engines by name, with those that they depend on, in the order of the list. */
export function withDependencies(
  engines: readonly Engine[],
  names: readonly string[],
): Engine[] {
  const wanted = new Set<string>();
  const add = (name: string) => {
    if (wanted.has(name)) return;
    wanted.add(name);
    engines.find((engine) => engine.name === name)?.dependsOn?.forEach(add);
  };
  names.forEach(add);
  return engines.filter(({ name }) => wanted.has(name));
}

/** Groups of engines, each of which depends on the groups before it only. */
export function inWaves(engines: readonly Engine[]): Engine[][] {
  const waves: Engine[][] = [];
  let rest = [...engines];
  while (rest.length > 0) {
    const names = new Set(rest.map(({ name }) => name));
    const ready = rest.filter(({ dependsOn = [] }) => !dependsOn.some((name) => names.has(name)));
    if (ready.length === 0) {
      throw new TypeError(`Cannot order engines: ${[...names].join(", ")} depend on each other`);
    }
    waves.push(ready);
    rest = rest.filter((engine) => !ready.includes(engine));
  }
  return waves;
}
