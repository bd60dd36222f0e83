import { messageOf, UsageError } from "../errors.ts";

type ParamValue = string | number | boolean | null | readonly ParamValue[] | {
  readonly [name: string]: ParamValue;
};

/** Literal types widened: `7` is a number. */
export type Widened<T> = {
  [K in keyof T]: T[K] extends number ? number
    : T[K] extends string ? string
    : T[K] extends boolean ? boolean
    : T[K];
};

/**
 * The parameters of a notebook: the defaults, overridden by `deno task notebooks --params '{…}'` (the
 * variable `TRIBUTARY_PARAMS`). Other names are ignored: they may be for other notebooks.
 *
 * @throws {UsageError} A value has another type than its default.
 */
export function params<const T extends Record<string, ParamValue>>(
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
    throw new UsageError(`Cannot use TRIBUTARY_PARAMS: expected an object, as {"days":1}`);
  }
  const result: Record<string, unknown> = { ...defaults };
  for (const [name, standard] of Object.entries(defaults)) {
    if (!Object.hasOwn(values, name)) continue;
    const value = values[name];
    if (standard !== null && kindOf(value) !== kindOf(standard)) {
      throw new UsageError(
        `Cannot use the parameter ${name} ${JSON.stringify(value)}: ` +
          `expected a ${kindOf(standard)}, as ${JSON.stringify(standard)}`,
      );
    }
    result[name] = value;
  }
  return result as Widened<T>;
}

function kindOf(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "list" : typeof value;
}
