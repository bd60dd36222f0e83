import { defineModel } from "../model.ts";
import { repeatSeason } from "../repeat.ts";
import { weighted } from "../weighted.ts";
import { fourierLagsMethods } from "./fourier_lags.ts";
import { gaussianProcessMethods } from "./gaussian_process.ts";
import { holtWintersMethod } from "./holt_winters.ts";
import { kernelLagsMethods } from "./kernel_lags.ts";
import { loadMstl, mstlEtsMethod } from "./mstl_ets.ts";
import { thetaMethod } from "./theta.ts";

/** All that does well somewhere, weighed by what it earned on the history's own end. */
export const ensemble = defineModel({
  id: "ensemble",
  prepare: loadMstl,
  method: weighted([
    ...gaussianProcessMethods,
    ...kernelLagsMethods,
    ...fourierLagsMethods,
    holtWintersMethod("multiplicative"),
    mstlEtsMethod,
    thetaMethod,
    repeatSeason(0),
    repeatSeason(1),
  ]),
});
