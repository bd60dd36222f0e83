import { type Complain, type Control, type InputOptions, knownOptions } from "./control.ts";

/** Options of `input.date`. A day is text: `2022-04-01`. */
export interface DateOptions extends InputOptions {
  /** The first day. @default none */
  min?: string;
  /** The last day. @default none */
  max?: string;
  /** The day at first. @default min, else max, else today in UTC */
  value?: string;
}

/** Two days, both included: `{ from: "2022-04-01", to: "2022-04-30" }`. */
export interface DateRange {
  from: string;
  to: string;
}

/** Options of `input.dates`. */
export interface DatesOptions extends Omit<DateOptions, "value"> {
  /** The range at first. @default min to max, or today */
  value?: DateRange;
}

/** A field for a day. */
export function dateControl(options: DateOptions, complain: Complain): Control<string> {
  const { bounds, day } = days(options, complain);
  const value = options.value ?? options.min ?? options.max ?? today();
  return { spec: { kind: "date", ...bounds }, value, check: day };
}

/** Two fields for a range of days. */
export function datesControl(options: DatesOptions, complain: Complain): Control<DateRange> {
  const { bounds, day } = days(options, complain);
  const { min, max } = options;
  return {
    spec: { kind: "dates", ...bounds },
    value: options.value ?? { from: min ?? max ?? today(), to: max ?? min ?? today() },
    check(value) {
      const range = value as Partial<DateRange> | null;
      if (typeof range !== "object" || range === null) {
        throw new TypeError('is not a range, as {"from":"2022-04-01","to":"2022-04-30"}');
      }
      const [from, to] = [day(range.from), day(range.to)];
      if (from > to) throw new RangeError("ends before it begins");
      return { from, to };
    },
  };
}

function days(options: DateOptions | DatesOptions, complain: Complain) {
  knownOptions(options, ["min", "max", "value"], complain);
  const { min, max } = options;
  for (const [name, bound] of Object.entries({ min, max })) {
    if (bound !== undefined && !isDay(bound)) {
      complain(`${name} ${bound} is not a day, as 2022-04-01`);
    }
  }
  if (min !== undefined && max !== undefined && min > max) {
    complain(`min ${min} is after max ${max}`);
  }
  function day(value: unknown): string {
    if (!isDay(value)) throw new TypeError("is not a day, as 2022-04-01");
    if (min !== undefined && value < min) throw new RangeError(`is before ${min}`);
    if (max !== undefined && value > max) throw new RangeError(`is after ${max}`);
    return value;
  }
  const bounds = { ...min === undefined ? {} : { min }, ...max === undefined ? {} : { max } };
  return { bounds, day };
}

/** Whether a value is a day that exists, as `2024-02-29`. */
function isDay(value: unknown): value is string {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const time = new Date(`${value}T00:00:00Z`);
  return !isNaN(time.getTime()) && time.toISOString().startsWith(value);
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
