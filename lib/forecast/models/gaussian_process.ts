import { gaussianProcessRegression } from "../methods/gaussian_process_regression.ts";
import { defineModel } from "../define_model.ts";
import { weightedMean } from "../methods/weighted_mean.ts";

/** Methods: seasonal profiles around a straight line, for values and for their logarithms. */
export const trendProcesses = [
  gaussianProcessRegression({ trend: true }),
  gaussianProcessRegression({ roundness: 1.4, trend: true, log: true }),
];

/** Method: seasonal profiles around a level, the week weaker than the day. */
export const levelProcess = gaussianProcessRegression({ roundness: 1.4, longer: 0.3 });

/** Methods: seasonal profiles around a level that wanders, for values and for their logarithms. */
export const wanderingProcesses = [
  gaussianProcessRegression({ wandering: 1 }),
  gaussianProcessRegression({ roundness: 1.4, wandering: 1, log: true }),
];

/** Slowly drifting profiles of each season and departures from them, averaged over three settings. */
export const gaussianProcessModel = defineModel({
  id: "gaussian_process",
  method: weightedMean([...trendProcesses, levelProcess]),
});
