import { seasonLags } from "../lags.ts";
import { defineModel } from "../model.ts";
import { ridge, type RidgeOptions } from "../ridge.ts";
import { weighted } from "../weighted.ts";

const settings: RidgeOptions[] = [
  { lags: seasonLags, pairs: [11, 20], wavePenalty: 100 },
  { lags: seasonLags, pairs: [4], log: true },
];

/** Methods of {@linkcode fourierLags}: many waves, and few of the logarithms. */
export const fourierLagsMethods = settings.map(ridge);

/** Regression on lags, Fourier waves of the seasons and the calendar, weighed over two settings. */
export const fourierLags = defineModel({
  id: "fourier_lags",
  method: weighted(fourierLagsMethods),
});
