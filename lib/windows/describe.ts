import { NOT_NULL, type Window } from "./window.ts";

/** A window in words, for `windows --list`. */
export function describeWindow(window: Window): Record<string, string> {
  const { name, from, kind, where, by, aggregate, grace, emit } = window;
  const length = duration(kind.size);
  return {
    window: name,
    from: from.name,
    size: kind.kind === "tumbling" ? length : `${length} every ${duration(kind.advance)}`,
    grace: duration(grace),
    where: Object.entries(where)
      .map(([field, value]) => value === NOT_NULL ? `${field} not null` : `${field} = ${value}`)
      .join(", "),
    by: by.join(", "),
    aggregates: Object.entries(aggregate)
      .map(([field, { kind, field: of }]) => `${field}: ${kind}(${of ?? ""})`).join(", "),
    emit: typeof emit === "string" ? emit : `every ${duration(emit.every)}`,
  };
}

/** Milliseconds in the largest unit that is whole: `3s`, `1d`, `0s`. */
export function duration(milliseconds: number): string {
  if (milliseconds === 0) return "0s";
  const units = [["d", 86_400_000], ["h", 3_600_000], ["m", 60_000], ["s", 1000]] as const;
  const [unit, length] = units.find(([, length]) => milliseconds % length === 0) ?? ["ms", 1];
  return `${milliseconds / length}${unit}`;
}
