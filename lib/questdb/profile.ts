import type { QuestdbEndpoint } from "../config.ts";
import type { AnswerColumn, Row } from "./answer.ts";
import { askRest, type RestOptions } from "./rest.ts";

/** What is told of a column. */
export interface ColumnProfile extends AnswerColumn {
  /** Rows that have a value. */
  count: number;
  nulls: number;
  /** Different values; null where they were not counted. */
  distinct: number | null;
  /** Smallest and largest: numbers and times. */
  min: number | Date | null;
  max: number | Date | null;
  mean: number | null;
  /** First quartile, median, third quartile; within 1 % of the values' range below each. */
  quartiles: [number, number, number] | null;
  /** The most frequent values. */
  top: { value: unknown; count: number }[];
  /** Rows in equal steps from `from` to `to`; the outer ones hold all that lies beyond. */
  histogram: { from: number | Date; to: number | Date; counts: number[] } | null;
}

/** What is told of a table or a query. */
export interface Profile {
  rows: number;
  /**
   * Rows that quartiles, distinct values, top values and the histograms of numbers are of: all, or
   * the last ones.
   */
  sample: number;
  columns: ColumnProfile[];
}

/** What {@linkcode profileOf} takes. */
export interface ProfileOptions extends Omit<RestOptions, "limit" | "times"> {
  /** Where there are more rows than this, the costly figures are of so many last ones. @default 100000 */
  sample?: number;
  /** Bars of a histogram. @default 16 */
  bins?: number;
}

const NUMERIC = /^(BYTE|SHORT|INT|LONG|FLOAT|DOUBLE)$/;
const WHOLE = /^(BYTE|SHORT|INT|LONG)$/;
const TIME = /^(TIMESTAMP|TIMESTAMP_NS|DATE)$/;
const TEXT = /^(SYMBOL|VARCHAR|STRING|CHAR|UUID|IPv4|BOOLEAN)$/;

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/**
 * Describes every column of a table or query by asking the database: what travels is a row a question.
 *
 * @param from What stands behind FROM: a quoted table, or a query in brackets.
 */
export async function profileOf(
  endpoint: Pick<QuestdbEndpoint, "conf">,
  from: string,
  options: ProfileOptions = {},
): Promise<Profile> {
  const { sample = 100_000, bins = 16, ...rest } = options;
  const ask = async <T extends Row>(text: string) => await askRest<T>(endpoint, text, rest);
  const { columns: found } = await ask(`select * from ${from} limit 0`);
  const columns = found.map((column, i): ColumnProfile => ({
    ...column,
    type: found[i]!.type,
    count: 0,
    nulls: 0,
    distinct: null,
    min: null,
    max: null,
    mean: null,
    quartiles: null,
    top: [],
    histogram: null,
  }));
  const rows = await totals(columns, { from, ask });
  const part = rows > sample ? `(select * from ${from} limit -${sample})` : from;
  if (rows > 0) {
    await spread(columns.filter(({ count }) => count > 0), { from: part, ask });
    const work = columns.filter(({ count }) => count > 0).map((column) => () =>
      TEXT.test(column.type)
        ? values(column, { from: part, ask, sample })
        : bars(column, { from: TIME.test(column.type) ? from : part, ask, bins })
    );
    await inPairs(work);
  }
  return { rows, sample: Math.min(rows, sample), columns };
}

interface Asking {
  from: string;
  ask<T extends Row>(text: string): Promise<{ rows: T[] }>;
}

/** Counts, extremes and means of all columns in one question. @returns The number of rows. */
async function totals(columns: ColumnProfile[], { from, ask }: Asking): Promise<number> {
  const parts = columns.flatMap(({ name, type }, i) => {
    const c = quoted(name);
    if (type === "BOOLEAN" || type === "BYTE" || type === "SHORT" || type === "CHAR") {
      // Types without a null of their own, and which count() does not take.
      return NUMERIC.test(type) ? [`min(${c}) a${i}, max(${c}) b${i}, avg(${c}) m${i}`] : [];
    }
    if (NUMERIC.test(type)) {
      return [`count(${c}) n${i}, min(${c}) a${i}, max(${c}) b${i}, avg(${c}) m${i}`];
    }
    if (TIME.test(type)) return [`count(${c}) n${i}, min(${c}) a${i}, max(${c}) b${i}`];
    return TEXT.test(type) ? [`count(${c}) n${i}`] : [];
  });
  const { rows: [row] } = await ask(
    `select count() n, ${[...parts, "1 o"].join(", ")} from ${from}`,
  );
  const total = row?.n as number ?? 0;
  columns.forEach((column, i) => {
    column.count = Number(row?.[`n${i}`] ?? total);
    column.nulls = total - column.count;
    column.min = numeric(row?.[`a${i}`]);
    column.max = numeric(row?.[`b${i}`]);
    column.mean = row?.[`m${i}`] as number ?? null;
  });
  return total;
}

const numeric = (value: unknown): number | Date | null =>
  value instanceof Date ? value : value === null || value === undefined ? null : Number(value);

/** Quartiles and numbers of different values of the numeric columns in one question. */
async function spread(columns: ColumnProfile[], { from, ask }: Asking): Promise<void> {
  const parts = columns.flatMap(({ name, type, min, max }, i) => {
    if (!NUMERIC.test(type)) return [];
    const c = quoted(name);
    // The percentiles know no negative values, and are exact to a share of the value.
    const shifted = `(${c} - ${min})::double`;
    const wide = Math.max(Math.abs(Number(min)), Math.abs(Number(max))) || 1;
    const whole = WHOLE.test(type) ? `${c}::long` : `(${c} * ${2 ** 51 / wide})::long`;
    return [
      ...[0.25, 0.5, 0.75].map((share, q) =>
        `approx_percentile(${shifted}, ${share}, 2) q${i}_${q}`
      ),
      `approx_count_distinct(${whole}) d${i}`,
    ];
  });
  if (parts.length === 0) return;
  const { rows: [row] } = await ask(`select ${parts.join(", ")} from ${from}`);
  columns.forEach((column, i) => {
    if (row?.[`q${i}_0`] === undefined) return;
    const [low, middle, high] = [0, 1, 2].map((q) => {
      const value = Number(column.min) + Number(row[`q${i}_${q}`]);
      return WHOLE.test(column.type) ? Math.round(value) : value;
    });
    column.quartiles = [low!, middle!, high!];
    column.distinct = row[`d${i}`] as number;
  });
}

/** Number of different texts, and the most frequent ones where some come often. */
async function values(
  column: ColumnProfile,
  { from, ask, sample }: Asking & { sample: number },
): Promise<void> {
  const c = quoted(column.name);
  const counted = column.type === "BOOLEAN" || column.type === "CHAR"
    ? `select count() d from (select distinct ${c} from ${from})`
    : `select count_distinct(${c}) d from ${from}`;
  const { rows: [row] } = await ask<{ d: number }>(counted);
  column.distinct = row?.d ?? null;
  const most = Math.min(column.count, sample) * 0.9;
  if (column.distinct === null || column.distinct > 100 && column.distinct > most) return;
  const present = column.type === "BOOLEAN" ? "" : `where ${c} != null`;
  const { rows: top } = await ask<{ value: unknown; n: number }>(
    `select ${c} value, count() n from ${from} ${present} order by n desc, value limit 5`,
  );
  column.top = top.map(({ value, n }) => ({ value, count: n }));
}

/** Rows by equal steps between the fences of a box plot, three quartile distances out. */
async function bars(
  column: ColumnProfile,
  { from, ask, bins }: Asking & { bins: number },
): Promise<void> {
  const isTime = TIME.test(column.type);
  if (!isTime && !NUMERIC.test(column.type)) return;
  const c = quoted(column.name);
  const [low, high] = rangeOf(column);
  const step = (high - low) / bins || 1;
  const value = isTime ? `(${c}::timestamp::long / 1000.0)` : `${c}::double`;
  const { rows } = await ask<{ b: number | null; n: number }>(
    `select floor((${value} - ${low}) / ${step})::long b, count() n from ${from} where ${c} != null`,
  );
  const counts = Array<number>(bins).fill(0);
  for (const { b, n } of rows) {
    if (b !== null) counts[Math.min(bins - 1, Math.max(0, Number(b)))]! += n;
  }
  const place = (at: number) => isTime ? new Date(at) : at;
  column.histogram = { from: place(low), to: place(high), counts };
}

/** Where a histogram begins and ends: outliers must not press all else into one bar. */
export function rangeOf({ min, max, quartiles }: ColumnProfile): [number, number] {
  const [low, high] = [Number(min), Number(max)];
  if (!quartiles) return [low, high];
  const reach = 3 * (quartiles[2] - quartiles[0]);
  if (reach === 0) return [low, high];
  return [Math.max(low, quartiles[0] - reach), Math.min(high, quartiles[2] + reach)];
}

/** Does the work two at a time: more would only wait for QuestDB's threads. */
async function inPairs(work: (() => Promise<void>)[]): Promise<void> {
  const rest = work.values();
  const worker = async () => {
    for (const one of rest) await one();
  };
  await Promise.all([worker(), worker()]);
}
