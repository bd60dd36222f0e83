import { createHash } from "node:crypto";
import { anchorDay } from "../series/step.ts";
import type { OriginForecast } from "./method.ts";

/** Forecasts kept for each method; the oldest go first. */
const KEPT = 200;

/**
 * A costly forecast that is made once for the same past. The windows of a back-test and the trials
 * that calibrate intervals fall on the same origins: without this, more than half of all fits are
 * repetitions. Other methods, as the ensemble, share what is kept here.
 *
 * @param forecast Must depend on nothing but the values, the horizon, and the history's seasons,
 * step, first time, day of the month and holidays.
 */
export function remembering(forecast: OriginForecast): OriginForecast {
  const kept = new Map<string, Float64Array>();
  return (values, at) => {
    const { history: { seasons, step, time, holidays }, horizon } = at;
    const past = createHash("sha256").update(
      new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    ).digest("base64");
    const key = JSON.stringify([past, horizon, seasons, step, time[0], anchorDay(time), [
      ...holidays,
    ]]);
    const found = kept.get(key) ?? forecast(values, at);
    kept.delete(key); // What was used last is dropped last.
    kept.set(key, found);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
    return found.slice();
  };
}
