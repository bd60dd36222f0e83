import type { QuestdbEndpoint } from "../config.ts";
import type { AnswerColumn, Row } from "./answer.ts";
import { type ColumnProfile, emptyProfile, TEXT, TIME } from "./profile/column.ts";
import { fillHistogram } from "./profile/histogram.ts";
import { fillQuartiles } from "./profile/quartiles.ts";
import { fillTopValues } from "./profile/top_values.ts";
import { fillTotals } from "./profile/totals.ts";
import type { Profiled } from "./profile/profiled.ts";
import { askRest, type RestOptions } from "./rest.ts";

export type { ColumnProfile } from "./profile/column.ts";
export { rangeOf } from "./profile/histogram.ts";

/** Figures of a table or a query. */
export interface Profile {
  rows: number;
  /**
   * Number of last rows that quartiles, distinct values, top values and the histograms of numbers
   * cover; all other figures cover every row.
   */
  sample: number;
  columns: ColumnProfile[];
}

/** Options for {@linkcode profileOf}. */
export interface ProfileOptions extends Omit<RestOptions, "limit" | "times"> {
  /** Maximum number of last rows that the expensive figures cover. @default 100000 */
  sample?: number;
  /** Bars of a histogram. @default 16 */
  bins?: number;
}

/**
 * Profiles every column of a table or query inside the database: a query returns figures, not the
 * rows.
 *
 * @param from What follows FROM: a quoted table, or a query in parentheses.
 */
export async function profileOf(
  endpoint: Pick<QuestdbEndpoint, "conf">,
  from: string,
  options: ProfileOptions = {},
): Promise<Profile> {
  const { sample, bins, ...rest } = options;
  const ask = async <T extends Row>(text: string) => await askRest<T>(endpoint, text, rest);
  const { columns } = await ask(`select * from ${from} limit 0`);
  return await profileWith(ask, { from, columns, sample, bins });
}

/**
 * Profiles columns like {@linkcode profileOf}, by any way to ask.
 *
 * @param about `columns`: with their types as QuestDB names them, which the wire does not tell.
 */
export async function profileWith(
  ask: Profiled["ask"],
  about:
    & { from: string; columns: readonly AnswerColumn[] }
    & {
      [K in "sample" | "bins"]?: number | undefined;
    },
): Promise<Profile> {
  const { from, sample = 100_000, bins = 16 } = about;
  const columns = about.columns.map(emptyProfile);
  const rows = await fillTotals(columns, { from, ask });
  const part = rows > sample ? `(select * from ${from} limit -${sample})` : from;
  if (rows > 0) {
    const filled = columns.filter(({ count }) => count > 0);
    await fillQuartiles(filled, { from: part, ask });
    const work = filled.map((column) => () =>
      TEXT.test(column.type)
        ? fillTopValues(column, { from: part, ask, sample })
        : fillHistogram(column, { from: TIME.test(column.type) ? from : part, ask, bins })
    );
    await inPairs(work);
  }
  return { rows, sample: Math.min(rows, sample), columns };
}

/** Does the work two at a time: more would only wait for QuestDB's threads. */
async function inPairs(work: (() => Promise<void>)[]): Promise<void> {
  const rest = work.values();
  const worker = async () => {
    for (const one of rest) await one();
  };
  await Promise.all([worker(), worker()]);
}
