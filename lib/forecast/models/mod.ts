import type { Model } from "../model.ts";
import { drift } from "./drift.ts";
import { ensemble } from "./ensemble.ts";
import { fourierLags } from "./fourier_lags.ts";
import { gaussianProcessModel } from "./gaussian_process.ts";
import { holtWinters } from "./holt_winters.ts";
import { kernelLags } from "./kernel_lags.ts";
import { linear } from "./linear.ts";
import { mstlEts } from "./mstl_ets.ts";
import { naive } from "./naive.ts";
import { prophet } from "./prophet.ts";
import { seasonalNaive } from "./seasonal_naive.ts";
import { theta } from "./theta.ts";

/** All models, the simple ones first. A new one is a file in this folder and a line here. */
export const models: readonly Model[] = [
  naive,
  seasonalNaive,
  drift,
  linear,
  theta,
  holtWinters,
  mstlEts,
  prophet,
  fourierLags,
  kernelLags,
  gaussianProcessModel,
  ensemble,
];

/**
 * The model with an id.
 *
 * @throws {RangeError} There is none; the message lists the ids.
 */
export function modelOf(id: string): Model {
  const found = models.find((model) => model.id === id);
  if (found === undefined) {
    const known = models.map((model) => model.id).join(", ");
    throw new RangeError(`Cannot find a model ${JSON.stringify(id)}: there are ${known}`);
  }
  return found;
}
