/** The flags of a command: read from the command line and printed in the usage, from one table. */
import { parseArgs } from "node:util";
import { messageOf, UsageError } from "./errors.ts";
import { parseDuration } from "./time.ts";

/** One flag. `duration` is in milliseconds, `rate` a second, `list` separated by commas or repeated. */
export interface Flag {
  type: "boolean" | "string" | "list" | "integer" | "number" | "duration" | "rate";
  /** What stands for the value in the usage: `n`, `dir`. */
  value?: string;
  /** One line on what it does. */
  help: string;
  /** Shown in the usage, and taken where the flag is not given. */
  default?: string | number | boolean;
  /** The only values it takes. */
  choices?: readonly string[];
}

type Value<F extends Flag> = F["type"] extends "boolean" ? boolean
  : F["type"] extends "string" ? (F extends { choices: readonly (infer C)[] } ? C : string)
  : number;

/** The flags as the command sees them: undefined where neither given nor defaulted. */
export type Flags<T extends Record<string, Flag>> = {
  [K in keyof T]: T[K] extends { type: "boolean" } ? boolean
    : T[K] extends { type: "list" } ? string[]
    : T[K] extends { default: string | number } ? Value<T[K]>
    : Value<T[K]> | undefined;
};

/** What the usage and the reading of a command line need to know of a command. */
export interface Usage<T extends Record<string, Flag>> {
  /** Name of the task. */
  name: string;
  /** One line on what it does. */
  summary: string;
  /** The words after the flags, as the usage shows them: `<stream> [path…]`. */
  words?: string;
  /** Minimum and maximum number of words. @default [0, 0] */
  count?: [number, number];
  flags: T;
  /** Whole command lines. */
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
      return [`  --${name}${value}`, `${flag.help}${given}`] as const;
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
  const wrong = (wanted: string) =>
    new UsageError(`Cannot use --${name} ${JSON.stringify(text)}: ${wanted}`);
  if (flag.choices && !flag.choices.includes(text)) {
    throw wrong(`choose ${flag.choices.join(", ")}`);
  }
  if (flag.type === "string") return text;
  if (flag.type === "duration") {
    try {
      return parseDuration(/^[\d.]+$/.test(text) ? `${text}s` : text);
    } catch {
      throw wrong("write a number of seconds, or a number and ms, s, m, h or d, as 10s");
    }
  }
  const digits = flag.type === "rate" ? text.replace(/\/s$/, "") : text;
  const number = digits.trim() === "" ? NaN : Number(digits);
  if (flag.type === "rate" && !(number > 0 && number < Infinity)) {
    throw wrong("write how many a second, as 100/s");
  }
  if (
    !Number.isFinite(number) || number < 0 ||
    (flag.type === "integer" && !Number.isSafeInteger(number))
  ) {
    throw wrong(`it takes a ${flag.type === "integer" ? "whole " : ""}number from 0 on`);
  }
  return number;
}

/** What is wrong with a command line that `node:util` cannot read: its own words name no way out. */
function unreadable(error: unknown, flags: Record<string, Flag>): UsageError {
  const message = messageOf(error);
  const [, option = "", name = ""] = /'(--?([^\s'=]+))/.exec(message) ?? [];
  const flag = Object.hasOwn(flags, name) ? flags[name] : undefined;
  if (flag?.type === "boolean") return new UsageError(`Cannot use ${option}: it takes no value`);
  if (flag) {
    const value = flag.choices?.join("|") ?? flag.value ?? flag.type;
    return new UsageError(`Cannot use ${option}: it needs a value, as ${option}=${value}`);
  }
  if (option === "") return new UsageError(message);
  const names = Object.keys(flags).map((name) => `--${name}`).join(", ");
  return new UsageError(`Cannot use ${option}: the options are ${names}`);
}

/**
 * Reads a command line.
 *
 * @throws {UsageError} An unknown flag, a value that does not fit, too few or too many words.
 */
export function parse<T extends Record<string, Flag>>(command: Usage<T>, argv: string[]) {
  const known: Record<string, Flag> = { ...command.flags, help: { type: "boolean", help: "" } };
  const options = Object.fromEntries(
    Object.entries(known)
      .map(([name, { type }]) => [name, {
        type: type === "boolean" ? "boolean" as const : "string" as const,
        multiple: type === "list",
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
  const [fewest, most] = command.count ?? [0, 0];
  const args = parsed.positionals;
  if (args.length < fewest || args.length > most) {
    throw new UsageError(
      args.length < fewest
        ? `Missing ${command.words}`
        : `Cannot use ${JSON.stringify(args[most])}: too many words`,
    );
  }
  return { flags: flags as Flags<T>, args };
}
