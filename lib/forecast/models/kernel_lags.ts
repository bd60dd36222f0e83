import { kernelRidgeRegression } from "../methods/kernel_ridge_regression.ts";
import { dayLags } from "../methods/season_lags.ts";
import { defineModel } from "../define_model.ts";
import { weightedMean } from "../methods/weighted_mean.ts";

/** Methods of {@linkcode kernelLags}: many waves on values, and few waves on logarithms. */
export const kernelLagsMethods = [
  kernelRidgeRegression({ lags: dayLags, pairs: [11, 20] }),
  kernelRidgeRegression({ lags: dayLags, pairs: [4], log: true }),
];

/** Kernel regression on the lags of a day and on waves: similar pasts have similar futures. */
export const kernelLags = defineModel({
  id: "kernel_lags",
  method: weightedMean(kernelLagsMethods),
});
