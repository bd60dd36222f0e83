/** The parameters of the API: what each takes, in words and as JSON Schema, and how it is read. */
import { ORDER_STATUSES } from "../feeds/mod.ts";
import { nearest } from "../nearest.ts";
import { isoMicros, isoSeconds, isoTime, parseSeconds } from "../time.ts";
import { BadParameterError } from "./problems.ts";

/** One parameter. */
export interface Parameter<T = unknown> {
  name: string;
  in: "query" | "path";
  description: string;
  /** JSON Schema of the text: no text outside it is taken. */
  schema: Record<string, unknown>;
  /**
   * Pages to try the API fill their forms with it: therefore, of one that may be left out, it is what is
   * taken without it, and `at` has none.
   */
  example?: string | number;
  /** The value if the request has none; undefined if there is no value then. */
  default?: () => T;
  /** Reads the text. @throws {BadParameterError} It cannot be used. */
  read(text: string): T;
}

const DAY = 86_400_000;
/** The longest window, in milliseconds. */
const LONGEST = 366 * DAY;

const TIME_PATTERN =
  "^(19[7-9]\\d|20\\d\\d|21\\d\\d)-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,6})?Z$";

/** Microseconds since 1970 of now. */
export const now = (): number => Date.now() * 1000;

/** ISO text with six digits of microseconds since 1970. */
export function microsText(micros: number): string {
  return isoTime(Math.floor(micros / 1e6), ((micros % 1e6) + 1e6) % 1e6, 6);
}

const atOptions = {
  name: "at",
  in: "query" as const,
  schema: { type: "string", format: "date-time", pattern: TIME_PATTERN },
  read(text: string): number {
    const seconds = isoSeconds(text);
    if (!new RegExp(TIME_PATTERN).test(text) || isNaN(seconds)) {
      throw new BadParameterError("at", {
        value: text,
        wanted: "write a time in UTC from 1970 to 2199, such as 2026-01-01T12:00:00Z",
      });
    }
    return seconds * 1e6 + isoMicros(text);
  },
};

/** The moment of the question, in microseconds since 1970. */
export const at: Parameter<number> = {
  ...atOptions,
  description:
    "The moment of the question, such as 2026-01-01T12:00:00Z: what came at or after it is left out. " +
    "Now by default.",
  default: now,
};

/** The same, without a value by default: everything there is. */
export const untilAt: Parameter<number | undefined> = {
  ...atOptions,
  description:
    "Leaves out what came at or after this moment, such as 2026-01-01T12:00:00Z. By default nothing is " +
    "left out.",
};

/**
 * The length of the period before `at`, in milliseconds.
 *
 * @param usual The default, as in a request.
 * @param most The longest, in days. @default 366
 */
export function windowOf(usual: string, most = 366): Parameter<number> {
  return {
    name: "window",
    in: "query",
    description:
      `The length of the period that ends with \`at\`: from \`at\` − \`window\`, inclusive, to ` +
      `\`at\`, exclusive. A number of seconds, or a number and ms, s, m, h or d; from 1ms to ${most}d. ` +
      `${usual} by default.`,
    schema: { type: "string", pattern: "^\\d{1,12}(\\.\\d{1,6})?(ms|s|m|h|d)?$", maxLength: 24 },
    example: usual,
    default: () => parseSeconds(usual),
    read(text) {
      const wanted = `write a duration from 1ms to ${most}d, such as 30s, ${usual} or 1d`;
      const length = /^\d{1,12}(\.\d{1,6})?(ms|s|m|h|d)?$/.test(text)
        ? Math.round(parseSeconds(text) * 1000) / 1000
        : NaN;
      if (length >= 1 && length <= Math.min(LONGEST, most * DAY)) return length;
      throw new BadParameterError("window", { value: text, wanted });
    },
  };
}

/** How many a list has at most. */
export function limitOf(usual: number, most: number): Parameter<number> {
  return {
    name: "limit",
    in: "query",
    description: `How many are listed at most: 1 to ${most}, ${usual} by default.`,
    schema: { type: "integer", minimum: 1, maximum: most, default: usual },
    example: usual,
    default: () => usual,
    read: (text) => whole("limit", text, { least: 1, most }),
  };
}

/** The status of an order. */
export const status: Parameter<string> = {
  name: "status",
  in: "path",
  description: "The status of the orders.",
  schema: { type: "string", enum: [...ORDER_STATUSES] },
  example: "BEING_COOKED",
  read(text) {
    if ((ORDER_STATUSES as readonly string[]).includes(text)) return text;
    const [close] = text.length <= 60 ? nearest(text, ORDER_STATUSES, { most: 1 }) : [];
    const wanted = `choose one of ${ORDER_STATUSES.join(", ")}`;
    throw new BadParameterError("status", {
      value: text,
      wanted: close ? `did you mean ${close}? Else ${wanted}` : wanted,
    });
  },
};

/** For how long, in milliseconds; a year at most. */
export const ms: Parameter<number> = {
  name: "ms",
  in: "path",
  description: "Orders that have been in the status for longer than this many milliseconds.",
  schema: { type: "integer", minimum: 0, maximum: LONGEST },
  example: 60_000,
  read: (text) => whole("ms", text, { least: 0, most: LONGEST }),
};

/** The id of an order or a user. @param what `order`, `user` */
export function idOf(what: string): Parameter<string> {
  return {
    name: "id",
    in: "path",
    description: `The ${what}'s id.`,
    schema: { type: "string", minLength: 1, maxLength: 200, pattern: "^[^\\x00-\\x1f\\x7f]+$" },
    example: "1",
    read(text) {
      // deno-lint-ignore no-control-regex
      if (text.length <= 200 && /^[^\x00-\x1f\x7f]+$/.test(text) && text.isWellFormed()) {
        return text;
      }
      throw new BadParameterError("id", {
        value: text,
        wanted: "write 1 to 200 characters without control characters",
      });
    },
  };
}

function whole(
  name: string,
  text: string,
  { least, most }: { least: number; most: number },
): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  throw new BadParameterError(name, {
    value: text,
    wanted: `write a whole number from ${least} to ${most}`,
  });
}
