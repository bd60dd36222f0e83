import { kernelRidge, type KernelRidgeOptions } from "../kernel_ridge.ts";
import { dayLags, seasonLags } from "../lags.ts";
import { defineModel } from "../model.ts";
import { weighted } from "../weighted.ts";

const settings: KernelRidgeOptions[] = [
  { lags: dayLags, pairs: [11, 20] },
  { lags: dayLags, pairs: [4], log: true },
  { lags: seasonLags, pairs: [4], log: true },
];

/** Methods of {@linkcode kernelLags}: all lags of a day or those of a week, values and logarithms. */
export const kernelLagsMethods = settings.map(kernelRidge);

/** Similar pasts have similar futures: kernel regression on lags and waves, over three settings. */
export const kernelLags = defineModel({ id: "kernel_lags", method: weighted(kernelLagsMethods) });
