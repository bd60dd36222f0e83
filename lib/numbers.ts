/**
 * How numbers and times are written wherever people read them: in tables, on axes, in tooltips and
 * in the text of a figure. One rule: separators between thousands, a point before decimals, at most
 * twelve significant digits (sums of cents end in rounding errors), and no separators in ids and
 * years, which are names. It also runs in a browser.
 */

const COMPACT = new Intl.NumberFormat("en-US", {
  notation: "compact",
  maximumSignificantDigits: 3,
});
const WHOLE = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const LABEL = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });
const SMALL = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 });

/** Numbers from here on are written with an exponent. */
const LARGE = 1e15;

/**
 * Whether the numbers of a column are names, by the name of the column: `trip_id`, `userId`, `year`,
 * `zip`, `port`, `sequence`.
 */
export function isIdentifier(column: string): boolean {
  const words = column.replace(/([a-z])([A-Z])/g, "$1_$2").toLowerCase().split(/[^a-z]+/);
  return words.some((word) =>
    /^(id|ids|year|years|zip|postcode|port|pid|tract|code|sequence|seed|phone)$/.test(word)
  );
}

/** A number in few characters, for ticks and legends: `1.23M`, `0.0041`. */
export function compact(value: number): string {
  return Math.abs(value) < LARGE ? COMPACT.format(value) : value.toExponential(2);
}

/** A number beside a bar or a dot: `1,234,567.89`; below 1 with three significant digits. */
export function rounded(value: number): string {
  return (Math.abs(value) < 1 ? SMALL : LABEL).format(value);
}

/**
 * How to write the numbers beside the bars or in the cells of one chart: all with the same decimals,
 * which show the largest with four significant digits (below 1 with three), at most two from 1 on, and
 * no more than any of them has.
 */
export function labelFormat(values: readonly number[]): (value: number) => string {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (!Number.isFinite(largest) || largest >= LARGE || largest < 1e-4) return rounded;
  const digits = Math.floor(Math.log10(largest));
  const room = digits < 0 ? 2 - digits : Math.max(0, Math.min(2, 3 - digits));
  const decimals = values.reduce((most, value) => Math.max(most, decimalsOf(value, room)), 0);
  return (value) => separated(value.toFixed(decimals).replace(/^-(0(\.0*)?)$/, "$1"));
}

/** How many decimals a number has, of at most `most`. */
function decimalsOf(value: number, most: number): number {
  return value.toFixed(most).replace(/0+$/, "").split(".")[1]?.length ?? 0;
}

/**
 * A number exactly, as tooltips show it: integers with all their digits, others with up to twelve.
 *
 * @param plain Without separators, as for an id. @default false
 */
export function exact(value: number | bigint, plain = false): string {
  if (typeof value === "bigint") return plain ? String(value) : WHOLE.format(value);
  if (Object.is(value, -0)) return "-0";
  const short = Number.isInteger(value) ? value : Number(value.toPrecision(12));
  const text = String(short);
  return plain || !Number.isFinite(value) || text.includes("e") ? text : separated(text);
}

/** The digits of a number with separators between thousands. */
function separated(text: string): string {
  const [whole, fraction] = text.split(".");
  const grouped = whole!.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/**
 * How to write the numbers of a column so that they line up: all with as many decimals as the
 * longest needs, at most four.
 *
 * @param name The column's name: ids and years get no separators. @default ""
 */
export function columnFormat(values: readonly unknown[], name = ""): (value: number) => string {
  let decimals = 0;
  for (const value of values) {
    if (typeof value !== "number") continue;
    const places = /\.(\d+)$/.exec(String(Number(value.toPrecision(12))))?.[1]?.length ?? 0;
    decimals = Math.max(decimals, Math.min(4, places));
  }
  const plain = isIdentifier(name);
  return (value) => {
    const small = value !== 0 && Math.abs(value) < 1e-4;
    if (!Number.isFinite(value) || Math.abs(value) >= LARGE || small) return String(value);
    const text = value.toFixed(decimals);
    return plain ? text : separated(text);
  };
}

/** How to write the ticks of an axis whose neighbours are `step` apart. */
export function tickFormat(step: number, plain = false): (value: number) => string {
  const digits = Math.min(20, Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)));
  return (value) => {
    if (Math.abs(value) >= 1e6 && step >= 1e4 && !plain) return compactTo(value, step);
    if (value !== 0 && (Math.abs(value) >= LARGE || digits > 8)) return value.toExponential(2);
    const text = value.toFixed(digits).replace(/^-(0(\.0*)?)$/, "$1");
    return plain ? text : separated(text);
  };
}

/** A large number in short, with the digits that tell it from its neighbours. */
function compactTo(value: number, step: number): string {
  const digits = 1 + Math.ceil(Math.log10(Math.abs(value) / step) - 1e-9);
  return new Intl.NumberFormat("en-US", {
    notation: "compact",
    maximumSignificantDigits: Math.max(3, digits),
  }).format(value);
}

/** A time in UTC with what it needs of its fraction: `2026-01-31 09:30:00`. */
export function timeText(time: Date): string {
  if (Number.isNaN(time.getTime())) return "Invalid Date";
  return time.toISOString().replace("T", " ").replace(/(\.000)?Z$/, "");
}
