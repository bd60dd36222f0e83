/** What TypeScript says of a declaration's form, for a cell of a notebook: it runs before types are checked. */
import { nearest } from "../nearest.ts";
import { AGGREGATES } from "./aggregates.ts";
import { NOT_NULL } from "./window.ts";

const OPTIONS = "name from window where by aggregate grace emit idle ahead".split(" ");

/** The first thing that is not of the form of `WindowOptions`; undefined if there is none. */
export function problemOfShape(options: object): string | undefined {
  const odd = Object.keys(options).find((key) => !OPTIONS.includes(key));
  if (odd !== undefined) {
    const [near] = nearest(odd, OPTIONS);
    return `it has no option ${odd}${near ? `; the nearest is ${near}` : ""}`;
  }
  const { from, window, where = {}, by = [], aggregate } = options as Record<string, unknown>;
  if (!isStream(from)) return `from must be a stream, such as transactions${got(from)}`;
  const { size, advance } = Object(window) as Record<string, unknown>;
  if (typeof size !== "number" || typeof advance !== "number") {
    return `window must be tumbling("3s") or hopping("60s", "30s")${got(window)}`;
  }
  if (!Array.isArray(by)) return `by must be a list of fields, such as ["user_id"]${got(by)}`;
  if (!isPlain(where)) return `where must be an object, such as { status: "Paid" }${got(where)}`;
  const uncalled = Object.entries(where).find(([, value]) => typeof value === "function");
  if (uncalled) return `where.${uncalled[0]} is a function; write notNull()`;
  const list = Object.entries(where).find(([, value]) => isOdd(value));
  if (list) return `where.${list[0]} must be one value, or notNull()${got(list[1])}`;
  if (!isPlain(aggregate)) {
    return `aggregate must be an object, such as { n: count() }${got(aggregate)}`;
  }
  for (const [name, one] of Object.entries(aggregate)) {
    const problem = problemOfAggregate(name, one);
    if (problem) return problem;
  }
}

function problemOfAggregate(name: string, one: unknown): string | undefined {
  const { kind, field } = Object(one) as Record<string, unknown>;
  if (typeof one === "function" || !AGGREGATES.some((known) => known === kind)) {
    return `aggregate.${name} must be ${AGGREGATES[0]}(), or another of ${
      AGGREGATES.slice(1).join(", ")
    } with a field${got(one)}`;
  }
  if (kind !== "count" && typeof field !== "string") {
    return `aggregate.${name} needs a field: ${kind}("total_paid")`;
  }
}

const isPlain = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isOdd = (value: unknown) =>
  value !== NOT_NULL && !["string", "number", "boolean"].includes(typeof value);

function isStream(value: unknown): boolean {
  const { columns, check } = Object(value) as Record<string, unknown>;
  return Array.isArray(columns) && typeof check === "function";
}

function got(value: unknown): string {
  return `; it is ${Deno.inspect(value, { depth: 0, compact: true })}`;
}
