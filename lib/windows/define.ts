/**
 * A window is declared once, and runs in this process, as a materialized view of QuestDB, and on Flink.
 */
import type { Aggregate } from "./aggregates.ts";
import { columnOf, NUMBERS, unknownField } from "./columns.ts";
import { durationOf } from "./kinds.ts";
import { problemOfShape } from "./shape.ts";
import { comparable, problemOfFilter } from "./where.ts";
import type { Window, WindowOptions } from "./window.ts";

export { count, distinct, first, last, max, mean, min, sum } from "./aggregates.ts";
export { hopping, tumbling } from "./kinds.ts";
export { notNull } from "./window.ts";
export type { Emit, Window, WindowOptions } from "./window.ts";

const ONE_VALUE = ["SYMBOL", "VARCHAR", "LONG", "DOUBLE", "UUID", "IPv4"];
const OWN = ["window_start", "window_end", "timestamp"];

/**
 * Declares a window.
 *
 * @throws {TypeError} A field is unknown or unsuitable, or a name or a duration is malformed.
 *
 * @example What users paid, every three seconds
 * ```ts
 * export const paid3s = defineWindow({
 *   name: "paid_3s",
 *   from: transactions,
 *   where: { status: "Paid" },
 *   window: tumbling("3s"),
 *   grace: "5s",
 *   by: ["user_id"],
 *   aggregate: { paid: sum("total_paid"), payments: count() },
 * });
 * ```
 */
export function defineWindow(options: WindowOptions): Window {
  options ??= {} as WindowOptions; // Left out in a cell.
  const { name, from, window: kind, where = {}, by = [], aggregate, emit = "final" } = options;
  if (typeof name !== "string" || !/^[a-z][a-z0-9_]*$/.test(name)) {
    throw new TypeError(
      `Cannot name a window ${JSON.stringify(name)}: use lower-case letters, digits and _`,
    );
  }
  const refuse = (problem: string): never => {
    throw new TypeError(`Cannot define the window ${name}: ${problem}`);
  };
  const problem = problemOfShape(options) ?? problemOf(options) ?? problemOfNames(by, aggregate);
  if (problem) refuse(problem);
  const duration = (what: "grace" | "idle" | "ahead", text: string) => {
    try {
      return durationOf(`its ${what}`, text);
    } catch (error) {
      return refuse((error as Error).message);
    }
  };
  return {
    name,
    from,
    kind,
    where: comparable(from, where),
    by,
    aggregate,
    grace: duration("grace", options.grace ?? "0s"),
    idle: duration("idle", options.idle ?? "30s"),
    ahead: duration("ahead", options.ahead ?? "1d"),
    emit: parseEmit(emit),
  };
}

/**
 * Reads `final`, `changes` or `every:5s`.
 *
 * @throws {TypeError} It is none of them.
 */
export function parseEmit(emit: string): Window["emit"] {
  if (emit === "final" || emit === "changes") return emit;
  const every = /^every:(.*)$/.exec(emit)?.[1];
  if (every === undefined) {
    throw new TypeError(
      `Cannot emit ${
        JSON.stringify(emit)
      }: it is final, changes or every: and a duration, every:5s`,
    );
  }
  const wait = durationOf("the interval of every:", every);
  if (wait < 100) throw new TypeError(`Cannot emit every ${every}: the least is 100ms`);
  return { every: wait };
}

function problemOf({ from, where = {}, by = [], aggregate }: WindowOptions): string | undefined {
  if (from.changes) return `${from.name} holds change events; a window reads records`;
  if (from.timeFormat === "epoch") {
    return `${from.name} has times in a raw form; read the stream that a flow makes of it`;
  }
  for (const [field, filter] of Object.entries(where)) {
    const problem = problemOfFilter(from, field, filter);
    if (problem) return problem;
  }
  for (const field of by) {
    const column = columnOf(from, field);
    if (!column) return unknownField(from, field);
    if (!ONE_VALUE.includes(column.type)) {
      return `cannot group by ${field}, which is ${column.type}`;
    }
    if (column.nullable && !(field in where)) {
      return `${field} may be null, and no group is named null: write where: { ${field}: notNull() }`;
    }
  }
  for (const { kind, field } of Object.values(aggregate)) {
    if (field === undefined) continue;
    const column = columnOf(from, field);
    if (!column) return unknownField(from, field);
    const allowed = ["sum", "mean", "min", "max"].includes(kind) ? NUMBERS : ONE_VALUE;
    if (!allowed.includes(column.type)) {
      const wants = allowed === NUMBERS ? "a number" : "a single value";
      return `${kind} wants ${wants}, and ${field} is ${column.type}`;
    }
  }
}

function problemOfNames(
  by: readonly string[],
  aggregate: Readonly<Record<string, Aggregate>>,
): string | undefined {
  const names = [...OWN, ...by, ...Object.keys(aggregate)];
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) return `${twice} would be two fields of its rows; rename one`;
  if (Object.keys(aggregate).length === 0) return "it has no aggregate; count() is one";
  const odd = Object.keys(aggregate).find((name) => !/^[a-z][a-z0-9_]*$/.test(name));
  if (odd !== undefined) {
    return `cannot name an aggregate ${JSON.stringify(odd)}: use lower-case letters, digits and _`;
  }
}
