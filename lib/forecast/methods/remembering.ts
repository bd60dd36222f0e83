import { createHash } from "node:crypto";
import type { History } from "./history.ts";
import type { OriginForecast } from "./method.ts";

/** Forecasts kept for each method; the oldest go first. */
const KEPT = 200;

/**
 * A costly forecast that is made once for the same past. The windows of a back-test and the trials
 * that calibrate intervals fall on the same origins: without this, more than half of all fits are
 * repetitions. Other models, as the ensemble, share what is kept here.
 *
 * @param forecast Depends on the values, the horizon and `of` alone.
 * @param of What else it depends on. @default the seasons
 */
export function remembering(
  forecast: OriginForecast,
  of: (history: History) => unknown = ({ seasons }) => seasons,
): OriginForecast {
  const kept = new Map<string, Float64Array>();
  return (values, at) => {
    const past = createHash("sha256").update(
      new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    ).digest("base64");
    const key = JSON.stringify([past, at.horizon, of(at.history)]);
    const found = kept.get(key) ?? forecast(values, at);
    kept.delete(key); // What was used last is dropped last.
    kept.set(key, found);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
    return found.slice();
  };
}
