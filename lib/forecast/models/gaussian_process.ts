import { gaussianProcess } from "../methods/gaussian_process_regression.ts";
import { defineModel } from "../model.ts";
import { weighted } from "../methods/weighted_mean.ts";

/** Methods: profiles around a straight line, of values and of their logarithms. */
export const trendProcesses = [
  gaussianProcess({ trend: true }),
  gaussianProcess({ roundness: 1.4, trend: true, log: true }),
];

/** Method: profiles around a level, the week weaker than the day. */
export const levelProcess = gaussianProcess({ roundness: 1.4, longer: 0.3 });

/** Methods: profiles around a level that wanders, of values and of their logarithms. */
export const wanderingProcesses = [
  gaussianProcess({ wandering: 1 }),
  gaussianProcess({ roundness: 1.4, wandering: 1, log: true }),
];

/** Slowly drifting profiles of each season with departures around them, over three settings. */
export const gaussianProcessModel = defineModel({
  id: "gaussian_process",
  method: weighted([...trendProcesses, levelProcess]),
});
