/** The flags of a command: one table to parse the command line and to print the usage. */
import { parseArgs } from "node:util";
import { messageOf, UsageError } from "./errors.ts";
import { parseSeconds } from "./time.ts";

/** One flag. `duration` is in milliseconds, `rate` is per second, `list` is separated by commas or repeated. */
export interface Flag {
  type: "boolean" | "string" | "list" | "integer" | "number" | "duration" | "rate";
  /** Placeholder for the value in the usage: `n`, `dir`. */
  value?: string;
  /** One letter that stands for the name: `f` for `-f`. @default none */
  short?: string;
  /** One line on what it does. */
  help: string;
  /** The value if the flag is not given; shown in the usage. */
  default?: string | number | boolean;
  /** The allowed values. */
  choices?: readonly string[];
}

type Value<F extends Flag> = F["type"] extends "boolean" ? boolean
  : F["type"] extends "string" ? (F extends { choices: readonly (infer C)[] } ? C : string)
  : number;

/** The flags as the command gets them: undefined without a value and a default. */
export type Flags<T extends Record<string, Flag>> = {
  [K in keyof T]: T[K] extends { type: "boolean" } ? boolean
    : T[K] extends { type: "list" } ? string[]
    : T[K] extends { default: string | number } ? Value<T[K]>
    : Value<T[K]> | undefined;
};

/** The parts of a command that parsing and the usage need. */
export interface Usage<T extends Record<string, Flag>> {
  /** Name of the task. */
  name: string;
  /** One line on what it does. */
  summary: string;
  /** The positional arguments, as the usage shows them: `<stream> [path…]`. */
  words?: string;
  /** Minimum and maximum number of positional arguments. @default [0, 0] */
  count?: [number, number];
  flags: T;
  /** Complete command lines. */
  examples: string[];
}

/** The usage text of a command. */
export function usage(command: Usage<Record<string, Flag>>): string {
  const rows = Object.entries({
    ...command.flags,
    help: { type: "boolean", help: "show this text" } as Flag,
  })
    .map(([name, flag]) => {
      const value = flag.type === "boolean"
        ? ""
        : ` ${flag.choices?.join("|") ?? flag.value ?? flag.type}`;
      const given = flag.default === undefined || flag.default === false
        ? ""
        : ` (default ${flag.default})`;
      const short = flag.short ? `-${flag.short}, ` : "";
      return [`  ${short}--${name}${value}`, `${flag.help}${given}`] as const;
    });
  const width = Math.min(30, Math.max(...rows.map(([left]) => left.length)));
  const lines = rows.map(([left, right]) =>
    left.length <= width
      ? `${left.padEnd(width)}  ${right}`
      : `${left}\n${" ".repeat(width)}  ${right}`
  );
  return [
    command.summary,
    "",
    `Usage: deno task ${command.name}${command.words ? ` ${command.words}` : ""} [options]`,
    "",
    "Options:",
    ...lines,
    "",
    "Examples:",
    ...command.examples.map((example) => `  ${example}`),
    "",
    "Exit codes: 0 ok, 1 failed, 2 wrong usage, 130 interrupted",
  ].join("\n");
}

function valueOf(name: string, flag: Flag, text: string): string | number {
  const wrong = (expected: string) =>
    new UsageError(`Cannot use --${name} ${JSON.stringify(text)}: ${expected}`);
  if (flag.choices && !flag.choices.includes(text)) {
    throw wrong(`choose ${flag.choices.join(", ")}`);
  }
  if (flag.type === "string") return text;
  if (flag.type === "duration") {
    try {
      return parseSeconds(text);
    } catch {
      throw wrong("write a number of seconds, or a number and ms, s, m, h or d, for example 10s");
    }
  }
  const digits = flag.type === "rate" ? text.replace(/\/s$/, "") : text;
  const number = digits.trim() === "" ? NaN : Number(digits);
  if (flag.type === "rate" && !(number > 0 && number < Infinity)) {
    throw wrong("write a number per second, for example 100/s");
  }
  if (
    !Number.isFinite(number) || number < 0 ||
    (flag.type === "integer" && !Number.isSafeInteger(number))
  ) {
    throw wrong(`it takes a ${flag.type === "integer" ? "whole " : ""}number, 0 or more`);
  }
  return number;
}

/** Explains why `node:util` cannot parse a command line: its own message does not say what to do. */
function unreadable(error: unknown, flags: Record<string, Flag>): UsageError {
  const message = messageOf(error);
  const [, option = "", name = ""] = /'(--?([^\s'=]+))/.exec(message) ?? [];
  const flag = Object.hasOwn(flags, name)
    ? flags[name]
    : Object.values(flags).find(({ short }) => short === name);
  if (flag?.type === "boolean") return new UsageError(`Cannot use ${option}: it takes no value`);
  if (flag) {
    const value = flag.choices?.join("|") ?? flag.value ?? flag.type;
    return new UsageError(`Cannot use ${option}: it needs a value: ${option}=${value}`);
  }
  if (option === "") return new UsageError(message);
  const names = Object.keys(flags).map((name) => `--${name}`).join(", ");
  return new UsageError(`Cannot use ${option}: the options are ${names}`);
}

/**
 * Parses a command line.
 *
 * @throws {UsageError} An unknown flag, an invalid value, too few or too many arguments.
 */
export function parse<T extends Record<string, Flag>>(command: Usage<T>, argv: string[]) {
  const known: Record<string, Flag> = { ...command.flags, help: { type: "boolean", help: "" } };
  const options = Object.fromEntries(
    Object.entries(known)
      .map(([name, { type, short }]) => [name, {
        type: type === "boolean" ? "boolean" as const : "string" as const,
        multiple: type === "list",
        ...short ? { short } : {},
      }]),
  );
  let parsed;
  try {
    parsed = parseArgs({ args: argv, options, allowPositionals: true });
  } catch (error) {
    throw unreadable(error, known);
  }
  if (parsed.values.help) return "help" as const;
  const flags: Record<string, unknown> = {};
  for (const [name, flag] of Object.entries(command.flags)) {
    const given = parsed.values[name];
    const value = given ?? flag.default;
    flags[name] = flag.type === "boolean"
      ? value ?? false
      : flag.type === "list"
      ? [value ?? []].flat().join(",").split(",").map((part) => part.trim()).filter(Boolean)
      : value === undefined
      ? undefined
      : valueOf(name, flag, String(value));
  }
  const [min, max] = command.count ?? [0, 0];
  const args = parsed.positionals;
  if (args.length < min || args.length > max) {
    throw new UsageError(
      args.length < min
        ? `Missing ${command.words}`
        : `Cannot use ${JSON.stringify(args[max])}: too many arguments`,
    );
  }
  return { flags: flags as Flags<T>, args };
}
