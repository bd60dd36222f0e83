import { messageOf, UsageError } from "../errors.ts";

type Value = string | number | boolean | null | readonly Value[] | {
  readonly [name: string]: Value;
};

/** A literal's type as its kind: `7` is a number. */
export type Widened<T> = {
  [K in keyof T]: T[K] extends number ? number
    : T[K] extends string ? string
    : T[K] extends boolean ? boolean
    : T[K];
};

/**
 * A notebook's parameters: the defaults, replaced by what `deno task notebooks --params '{…}'` gives
 * (the variable `TRIBUTARY_PARAMS`). Names that this notebook does not know are for others.
 *
 * @throws {UsageError} A value is not of its default's kind.
 */
export function params<const T extends Record<string, Value>>(
  defaults: T,
  { given = Deno.env.get("TRIBUTARY_PARAMS") ?? "{}" }: { given?: string } = {},
): Widened<T> {
  let values: Record<string, unknown>;
  try {
    values = JSON.parse(given || "{}");
  } catch (error) {
    throw new UsageError(`Cannot read TRIBUTARY_PARAMS: ${messageOf(error)}`);
  }
  if (kindOf(values) !== "object") {
    throw new UsageError(`Cannot use TRIBUTARY_PARAMS: wanted an object, as {"days":1}`);
  }
  const result: Record<string, unknown> = { ...defaults };
  for (const [name, standard] of Object.entries(defaults)) {
    if (!Object.hasOwn(values, name)) continue;
    const value = values[name];
    if (standard !== null && kindOf(value) !== kindOf(standard)) {
      throw new UsageError(
        `Cannot use the parameter ${name} ${JSON.stringify(value)}: ` +
          `wanted a ${kindOf(standard)}, as ${JSON.stringify(standard)}`,
      );
    }
    result[name] = value;
  }
  return result as Widened<T>;
}

function kindOf(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "list" : typeof value;
}
