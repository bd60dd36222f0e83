import { readable } from "../readable.ts";
import { type Complain, type Control, type InputOptions, knownOptions } from "./control.ts";

/** Options of `input.select`. */
export interface SelectOptions<T> extends InputOptions {
  /** The values to choose from: a list, or an object of labels with their values. */
  options: readonly T[] | Readonly<Record<string, T>>;
  /** The value at first; with `multiple` a list. @default the first; with `multiple` none */
  value?: T | readonly T[];
  /** Whether several can be chosen: the input is then a list. @default false */
  multiple?: boolean;
}

/** A list to choose from. The page knows the options by their place in it. */
export function selectControl<T>(
  options: SelectOptions<T>,
  complain: Complain,
): Control<T | T[]> {
  knownOptions(options, ["options", "value", "multiple"], complain);
  const { options: given, multiple = false } = options;
  if (typeof given !== "object" || given === null) {
    complain("options is a list of values, or an object of labels with values");
  }
  const choices =
    (Array.isArray(given)
      ? given.map((value) => ({ label: labelOf(value), value }))
      : Object.entries(given).map(([label, value]) => ({ label, value }))) as {
        label: string;
        value: T;
      }[];
  if (choices.length === 0) complain("options is empty");
  const labels = choices.map(({ label }) => label);
  const values = choices.map(({ value }) => value);
  const twice = choices.find(({ label, value }, i) =>
    labels.indexOf(label) < i || values.indexOf(value) < i
  );
  if (twice) complain(`the option ${twice.label} comes twice`);
  const shown = labels.length > 8 ? `${labels.slice(0, 8).join(", ")}, …` : labels.join(", ");
  function one(value: unknown): T {
    if (!values.includes(value as T)) throw new RangeError(`is not one of ${shown}`);
    return value as T;
  }
  function check(value: unknown): T | T[] {
    if (!multiple) return one(value);
    if (!Array.isArray(value)) throw new TypeError("is not a list, which `multiple` needs");
    const wrong = value.find((item) => !values.includes(item));
    if (wrong !== undefined) throw new RangeError(`has ${labelOf(wrong)}, not one of ${shown}`);
    return values.filter((item) => value.includes(item)); // in the order of the options
  }
  const at = (place: unknown) => values[place as number];
  return {
    spec: { kind: "select", labels, multiple },
    value: options.value as T | undefined ?? (multiple ? [] : values[0]!),
    check,
    toPage: (value) =>
      multiple ? (value as T[]).map((item) => values.indexOf(item)) : values.indexOf(value as T),
    fromPage: (sent) => Array.isArray(sent) ? sent.map(at) : at(sent),
  };
}

function labelOf(value: unknown): string {
  if (value instanceof Date) return readable(value);
  const name = (value as { name?: unknown } | null | undefined)?.name;
  return typeof value === "object" && typeof name === "string" ? name : String(value);
}
