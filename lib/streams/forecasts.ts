import { defineStream, Long, Nullable, type RecordOf, Symbol, Timestamp, Type } from "./define.ts";

/**
 * Forecasts that were kept, one record for each value ahead, to be charted against what came.
 * `cutoff` is the start of the last bucket that the model knew, `horizon` counts steps from there,
 * `level` is the share that lower to upper shall cover. A forecast made again replaces the old one.
 */
export const forecasts = defineStream({
  name: "forecasts",
  key: "series",
  time: "time",
  identity: ["series", "model", "cutoff"],
  partitionBy: "MONTH",
  schema: Type.Object({
    time: Timestamp(),
    series: Symbol({ minLength: 1 }),
    model: Symbol({ minLength: 1 }),
    cutoff: Timestamp(),
    horizon: Long({ minimum: 1 }),
    yhat: Type.Number(),
    lower: Nullable(Type.Number()),
    upper: Nullable(Type.Number()),
    level: Type.Number({ minimum: 0, maximum: 1 }),
  }),
});

export type ForecastRecord = RecordOf<typeof forecasts>;

/** A forecast value in code, with times as Date. */
export type ForecastRow = Omit<ForecastRecord, "time" | "cutoff"> & { time: Date; cutoff: Date };
