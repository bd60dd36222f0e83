import type { Endpoints } from "../config.ts";
import { type ForecastRow, forecasts } from "../streams/forecasts.ts";
import { deliver } from "./deliver.ts";

/** Options for {@linkcode saveForecasts}: where it writes. */
export interface SaveOptions {
  endpoints: Pick<Endpoints, "questdb">;
  signal?: AbortSignal;
}

/**
 * Writes forecasts straight into the table `forecasts`, where they can be charted against the
 * actual values. A forecast of the same series, model, cutoff and time replaces the old one.
 *
 * @returns Rows in the table afterwards.
 * @throws {Error} A value is refused; the message names the first.
 */
export async function saveForecasts(
  rows: readonly ForecastRow[],
  { endpoints, signal }: SaveOptions,
): Promise<number> {
  const refused: string[] = [];
  const records = rows.map((row) => ({
    ...row,
    time: row.time.toISOString(),
    cutoff: row.cutoff.toISOString(),
  }));
  const [account] = await deliver(source(records), {
    endpoints,
    signal,
    via: "direct",
    onBad: ({ field, reason }) => refused.push(`${field}: ${reason}`),
  });
  if (refused.length > 0) {
    throw new Error(`Cannot save ${refused.length} forecast values: ${refused[0]}`);
  }
  return account!.rows ?? 0;
}

async function* source(records: Record<string, unknown>[]) {
  yield {
    stream: forecasts,
    source: "forecast",
    records,
    lines: records.map((_, at) => at + 1),
    rejected: [],
  };
}
