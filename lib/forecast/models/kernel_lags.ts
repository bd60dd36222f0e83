import { kernelRidge } from "../methods/kernel_ridge_regression.ts";
import { dayLags } from "../methods/season_lags.ts";
import { defineModel } from "../model.ts";
import { weighted } from "../methods/weighted_mean.ts";

/** Methods of {@linkcode kernelLags}: many waves, and few of the logarithms. */
export const kernelLagsMethods = [
  kernelRidge({ lags: dayLags, pairs: [11, 20] }),
  kernelRidge({ lags: dayLags, pairs: [4], log: true }),
];

/** Similar pasts have similar futures: kernel regression on the lags of a day and on waves. */
export const kernelLags = defineModel({ id: "kernel_lags", method: weighted(kernelLagsMethods) });
