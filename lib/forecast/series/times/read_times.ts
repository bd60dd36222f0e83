import { shortText } from "../../../errors.ts";
import { cellText } from "../../../sources/cell_text.ts";
import { DAY_OR_MONTH, dayOrMonth, EPOCH_FORMS, TIME_FORMS, type TimeForm } from "./time_forms.ts";
import { timeFormat } from "./time_format.ts";

/** Options for {@linkcode readTimes}. */
export interface ReadTimesOptions {
  /** A format of {@linkcode timeFormat}. @default found: ISO, names of months, weeks, quarters, epochs */
  format?: string | undefined;
  /** Name of the column, for messages. */
  column: string;
  /** How the caller writes the option for the format, with an example. */
  option: (name: string, value?: string) => string;
}

/** The times of a column. */
export interface ColumnTimes {
  /** Epoch milliseconds. */
  times: number[];
  /** Whether each is a text without a zone. */
  zoneless: boolean[];
  /** What was decided about the column, for the series' notes. */
  note?: string;
}

/**
 * Reads a column of times: Date, numbers since 1970, or text. All texts of a column are written in one
 * form, which must leave no doubt, and never mean the time zone of this machine: a text without a zone
 * is UTC. `01/02/2024` is read only if another date of the column shows what is the day.
 *
 * @throws {TypeError} A value is not a time, or not written like the others, or may be two days; the
 * message names the row and says what to do.
 */
export function readTimes(values: readonly unknown[], options: ReadTimesOptions): ColumnTimes {
  const { format } = options;
  const texts = values.map((value) => typeof value === "string" ? cellText(value) : undefined);
  const first = texts.findIndex((text) => text !== undefined && text !== "");
  const found = format === undefined
    ? first === -1 ? { form: undefined } : formOf(texts, first, options)
    : { form: timeFormat(format) };
  const zoneless: boolean[] = [];
  const times = values.map((value, row) => {
    const text = texts[row];
    zoneless.push(text !== undefined && text.includes(":") && !ZONE.test(text));
    const time = text === undefined
      ? timeOf(value, format === undefined ? undefined : found.form)
      : found.form === undefined
      ? NaN
      : read(found.form, text);
    if (Number.isFinite(time)) return time;
    throw refused(value, { row, text, first: texts[first], form: found.form, options });
  });
  return { times, zoneless, ...found.note === undefined ? {} : { note: found.note } };
}

/** A zone at the end of a time. */
const ZONE = /(?:Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)$/i;

function read(form: TimeForm, text: string): number {
  const found = form.pattern.exec(text);
  return found ? form.read(found.groups ?? {}) : NaN;
}

/** The form of a column, by its first text; of dates with day or month first, by all. */
function formOf(
  texts: readonly (string | undefined)[],
  first: number,
  { column, option }: ReadTimesOptions,
): { form: TimeForm | undefined; note?: string } {
  const text = texts[first]!;
  const epoch = EPOCH_FORMS.find((form) => !isNaN(read(form, text)));
  if (epoch) return { form: epoch, note: `Times are read as ${epoch.name}` };
  const parts = DAY_OR_MONTH.exec(text)?.groups;
  if (!parts) return { form: TIME_FORMS.find((form) => form.pattern.test(text)) };
  const clear = (name: "first" | "second_") =>
    texts.find((text) => Number(DAY_OR_MONTH.exec(text ?? "")?.groups?.[name]) > 12);
  const [day, month] = [clear("first"), clear("second_")];
  if (day === undefined && month === undefined) {
    throw new TypeError(
      `Cannot read the time of row ${first + 1}: ${text} may be two days, and no other row shows ` +
        `which (column ${JSON.stringify(column)}). Say it with ` +
        `${formatOption(option, "%d/%m/%Y", parts)} or ${formatOption(option, "%m/%d/%Y", parts)}`,
    );
  }
  const form = dayOrMonth(day === undefined ? "month" : "day");
  return { form, note: `Times are read as ${form.name}, as ${day ?? month} shows` };
}

/** A format as the caller would write it for such dates: with their mark, and a time of day if they have one. */
function formatOption(
  option: ReadTimesOptions["option"],
  days: string,
  { mark, hour, second, half }: Record<string, string | undefined>,
): string {
  const seconds = second === undefined ? "" : ":%S";
  const clock = hour === undefined ? "" : half ? ` %I:%M${seconds} %p` : ` %H:%M${seconds}`;
  return option("timeFormat", `"${days.replaceAll("/", mark!)}${clock}"`);
}

/** A time that is no text: a Date, or a number since 1970, whose unit its size tells. */
function timeOf(value: unknown, form: TimeForm | undefined): number {
  if (value instanceof Date) return value.getTime();
  if (typeof value !== "number" && typeof value !== "bigint") return NaN;
  const forms = form ? [form] : EPOCH_FORMS;
  return forms.map((form) => read(form, String(value))).find((time) => !isNaN(time)) ?? NaN;
}

interface Refused {
  row: number;
  text: string | undefined;
  /** The first text of the column. */
  first: string | undefined;
  form: TimeForm | undefined;
  options: ReadTimesOptions;
}

function refused(value: unknown, { row, text, first, form, options }: Refused): TypeError {
  const { column, option, format } = options;
  const other = text !== undefined && first !== text &&
    [...TIME_FORMS, ...EPOCH_FORMS, dayOrMonth("day")].some((form) => form.pattern.test(text));
  const exists = text !== undefined && form?.pattern.test(text);
  const shown = text === undefined
    ? shortText(value)
    : JSON.stringify(shortText(text)).slice(1, -1);
  const why = text === "" || value === null || value === undefined
    ? `it is empty (column ${JSON.stringify(column)}). Leave such rows out`
    : `${shown} ${
      exists
        ? "is not a valid time"
        : format !== undefined
        ? `is not written as ${format}`
        : other && form
        ? `is not written like ${first} before it`
        : "is not a time"
    } (column ${JSON.stringify(column)})${
      format === undefined && !exists ? advice(text ?? String(value), option) : ""
    }`;
  return new TypeError(`Cannot read the time of row ${row + 1}: ${why}`);
}

function advice(text: string, option: ReadTimesOptions["option"]): string {
  if (/^\d{5}(\.\d+)?$/.test(text)) {
    return `. If a spreadsheet counts days, use ${option("timeFormat", '"excel"')}`;
  }
  return ". Write ISO times, as 2024-01-31 or 2024-01-31T12:00, or give their form: " +
    option("timeFormat", '"%d/%m/%y"');
}
