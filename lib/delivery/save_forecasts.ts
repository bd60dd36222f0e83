import type { Endpoints } from "../config.ts";
import { type ForecastRow, forecasts } from "../streams/forecasts.ts";
import { deliver } from "./deliver.ts";

/** Where {@linkcode saveForecasts} writes. */
export interface SaveOptions {
  endpoints: Pick<Endpoints, "questdb">;
  signal?: AbortSignal;
}

/**
 * Writes forecasts directly into the table `forecasts`, so that they can be charted against what
 * comes. A forecast of the same series, model, cutoff and time replaces the old one.
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
