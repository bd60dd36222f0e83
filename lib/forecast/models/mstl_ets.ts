import init, { MSTL } from "@bsull/augurs/mstl";
import { readWasm } from "./augurs_wasm.ts";
import { messageOf } from "../../errors.ts";
import { CannotFitError } from "../cannot_fit_error.ts";
import { eachOrigin } from "../methods/method.ts";
import { remembering } from "../methods/remembering.ts";
import { defineModel } from "../define_model.ts";

let ready: Promise<unknown> | undefined;

/** Loads the WebAssembly that {@linkcode mstlEtsMethod} needs, once. */
export async function loadMstl(): Promise<void> {
  ready ??= init({ module_or_path: readWasm("@bsull/augurs/mstl") });
  await ready;
}

/**
 * Method: several seasons taken out by LOESS, the rest forecast by the exponential smoothing with the
 * best information criterion; by augurs, compiled to WebAssembly.
 * Source: Bandara, Hyndman and Bergmeir (2021).
 */
export const mstlEtsMethod = eachOrigin(remembering((values, { history, horizon }) => {
  const periods = history.seasons.map(Math.round).filter((m) => 2 * m < values.length);
  if (periods.length === 0) {
    throw new CannotFitError(`${values.length} values hold no season twice`);
  }
  try {
    using model = MSTL.ets(periods);
    model.fit(values.slice());
    return Float64Array.from(model.predict(horizon).point);
  } catch (error) {
    throw new CannotFitError(`augurs refused: ${messageOf(error).split("\n")[0]}`);
  }
}));

/** Seasons by LOESS, the rest by exponential smoothing. */
export const mstlEts = defineModel({ id: "mstl_ets", prepare: loadMstl, method: mstlEtsMethod });
