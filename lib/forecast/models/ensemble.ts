import { fromLength } from "../method.ts";
import { defineModel } from "../model.ts";
import { repeatSeason } from "../repeat.ts";
import { weighted } from "../weighted.ts";
import { changeRegression, lagRegression } from "./fourier_lags.ts";
import { levelProcess, trendProcesses } from "./gaussian_process.ts";
import { holtWintersMethod } from "./holt_winters.ts";
import { kernelLagsMethods } from "./kernel_lags.ts";
import { loadMstl, mstlEtsMethod } from "./mstl_ets.ts";
import { thetaMethod } from "./theta.ts";

/** Those that learn a level and many columns from data alone, which a short history does not hold. */
const hungry = [levelProcess, lagRegression, ...kernelLagsMethods];

/**
 * All that does well somewhere, weighed by what it earned on the history's own end. Members, the
 * power of the weights and the length of 200 were chosen once, on rolling origins inside training
 * parts of hourly, half-hourly, daily, weekly, monthly and quarterly series; no test part was used.
 */
export const ensemble = defineModel({
  id: "ensemble",
  prepare: loadMstl,
  method: weighted([
    ...trendProcesses,
    changeRegression,
    holtWintersMethod("multiplicative"),
    mstlEtsMethod,
    thetaMethod,
    repeatSeason(0),
    repeatSeason(1),
    ...hungry.map((method) => fromLength(200, method)),
  ]),
});
