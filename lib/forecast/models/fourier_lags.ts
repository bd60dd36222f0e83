import { differenced } from "../differenced.ts";
import { seasonLags } from "../lags.ts";
import { defineModel } from "../model.ts";
import { ridge } from "../ridge.ts";
import { weighted } from "../weighted.ts";

/** Methods of {@linkcode fourierLags}: logarithms, and their changes over a season. */
export const fourierLagsMethods = [
  ridge({ lags: seasonLags, pairs: [4], log: true }),
  differenced(ridge({ lags: seasonLags, pairs: [4] }), { log: true }),
];

/** Regression on lags of days and weeks, Fourier waves of the seasons and the calendar. */
export const fourierLags = defineModel({
  id: "fourier_lags",
  method: weighted(fourierLagsMethods),
});
