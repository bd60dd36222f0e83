import { differenced } from "../methods/differenced.ts";
import { dayLags, seasonLags } from "../methods/season_lags.ts";
import { defineModel } from "../model.ts";
import { ridge } from "../methods/ridge_regression.ts";
import { weighted } from "../methods/weighted_mean.ts";

/** Method: logarithms regressed on lags of days and weeks, waves and the calendar. */
export const lagRegression = ridge({ lags: seasonLags, pairs: [4], log: true });

/** Method: the same of changes over a season, for series that grow. */
export const changeRegression = differenced(ridge({ lags: seasonLags, pairs: [4] }), { log: true });

/** Method: changes over a season by every lag of it, not of logarithms. */
export const dayChangeRegression = differenced(ridge({ lags: dayLags, pairs: [4] }));

/** Regression on lags of days and weeks, Fourier waves of the seasons and the calendar. */
export const fourierLags = defineModel({
  id: "fourier_lags",
  method: weighted([lagRegression, changeRegression]),
});
