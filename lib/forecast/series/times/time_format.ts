import { UsageError } from "../../../errors.ts";
import { hourOf, momentOf, monthOf, offsetOf } from "./clock.ts";
import { EPOCH_FORMS, type TimeForm } from "./time_forms.ts";

/** What each sign of a format matches, as in strptime. */
const SIGNS: Record<string, string> = {
  Y: String.raw`(?<Y>\d{4})`,
  y: String.raw`(?<y>\d\d)`,
  m: String.raw`(?<m>\d\d?)`,
  b: String.raw`(?<b>[A-Za-z]{3,9}\.?)`,
  d: String.raw`(?<d>\d\d?)`,
  H: String.raw`(?<H>\d\d?)`,
  I: String.raw`(?<I>\d\d?)`,
  M: String.raw`(?<M>\d\d?)`,
  S: String.raw`(?<S>\d\d?)`,
  f: String.raw`(?<f>\d{1,9})`,
  p: String.raw`(?<p>[AaPp]\.?[Mm]\.?)`,
  z: String.raw`(?<z>Z|UTC|[+-]\d\d:?\d\d)`,
  "%": "%",
};

/** The formats that have a name. */
export const NAMED_FORMATS = ["epoch-s", "epoch-ms", "epoch-us", "epoch-ns", "excel"] as const;

/** One line on the formats, for a usage. */
export const FORMAT_HELP =
  "how times are written: %d/%m/%Y %H:%M, with %Y %y %m %b %d %H %I %p %M %S %f %z as in strptime, " +
  `or ${NAMED_FORMATS.join(", ")}; needed if 01/02/2024 may be two days`;

/**
 * Reads times in a named format, or one of strptime: `%Y` year, `%y` its last two digits (69 to 99 are
 * 19…), `%m` month, `%b` its English name, `%d` day, `%H` hour, `%I` with `%p` the twelve-hour clock, `%M`
 * minute, `%S` second, `%f` its fraction, `%z` offset from UTC.
 *
 * @throws {UsageError} There is no such format.
 */
export function timeFormat(format: string): TimeForm {
  const at = (NAMED_FORMATS as readonly string[]).indexOf(format);
  const pattern = /^(?<number>-?\d+(?:\.\d*)?)$/;
  if (format === "excel") {
    // Days since 1899-12-30, as spreadsheets count them from March 1900 on.
    const read = ({ number }: Record<string, string | undefined>) =>
      Math.round((Number(number) - 25_569) * 86_400_000);
    return { name: "Excel's days", pattern, read };
  }
  if (at >= 0) {
    const { name } = EPOCH_FORMS[at]!;
    return { name, pattern, read: ({ number }) => Number(number) / 1000 ** (at - 1) };
  }
  const signs = [...format.matchAll(/%(.?)/g)].map(([, sign = ""]) => sign.replace("B", "b"));
  const unknown = signs.find((sign) => !(sign in SIGNS));
  const twice = signs.find((sign, i) => sign !== "%" && signs.indexOf(sign) < i);
  const year = signs.some((sign) => sign.toLowerCase() === "y");
  const problem = unknown !== undefined
    ? `it has %${unknown}`
    : twice !== undefined
    ? `it has %${twice} twice`
    : !year
    ? "it has no year"
    : undefined;
  if (problem) {
    throw new UsageError(
      `Cannot use the time format ${
        JSON.stringify(format)
      }: ${problem}. Write it with %Y or %y, %m or ` +
        `%b, %d, %H, %I, %p, %M, %S, %f, %z, as %d/%m/%Y %H:%M, or use ${NAMED_FORMATS.join(", ")}`,
    );
  }
  const source = format.split(/(%.)/).map((part) =>
    /^%./.test(part) ? SIGNS[part[1]!.replace("B", "b")]! : RegExp.escape(part)
  ).join("");
  return { name: format, pattern: new RegExp(`^${source}$`), read: readParts };
}

function readParts({ Y, y, m, b, d, H, I, M, S, f, p, z }: Record<string, string | undefined>) {
  const short = Number(y);
  return momentOf({
    year: Y === undefined ? short + (short < 69 ? 2000 : 1900) : Number(Y),
    month: b === undefined ? Number(m ?? 1) : monthOf(b),
    day: Number(d ?? 1),
    hour: I === undefined ? Number(H ?? 0) : hourOf(Number(I), (p ?? "AM").replaceAll(".", "")),
    minute: Number(M ?? 0),
    second: Number(S ?? 0),
    ms: Number((f ?? "0").padEnd(3, "0").slice(0, 3)),
    offset: offsetOf(z),
  });
}
