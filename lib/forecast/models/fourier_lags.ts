import { differenced } from "../methods/differenced.ts";
import { dayLags, seasonLags } from "../methods/season_lags.ts";
import { defineModel } from "../define_model.ts";
import { ridgeRegression } from "../methods/ridge_regression.ts";
import { weightedMean } from "../methods/weighted_mean.ts";

/** Method: logarithms regressed on lags of days and weeks, Fourier waves and the calendar. */
export const lagRegression = ridgeRegression({ lags: seasonLags, pairs: [4], log: true });

/** Method: the same regression on changes over a season, for series that grow. */
export const changeRegression = differenced(ridgeRegression({ lags: seasonLags, pairs: [4] }), {
  log: true,
});

/** Method: changes over a season regressed on every lag of the season, without logarithms. */
export const dayChangeRegression = differenced(ridgeRegression({ lags: dayLags, pairs: [4] }));

/** Regression on lags of days and weeks, Fourier waves of the seasons and the calendar. */
export const fourierLags = defineModel({
  id: "fourier_lags",
  method: weightedMean([lagRegression, changeRegression]),
});
