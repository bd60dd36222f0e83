import { gaussianProcess, type ProcessOptions } from "../gaussian_process.ts";
import { defineModel } from "../model.ts";
import { weighted } from "../weighted.ts";

const settings: ProcessOptions[] = [
  { trend: true },
  { roundness: 1.4, longer: 0.3 },
  { roundness: 1.4, trend: true, log: true },
];

/** Methods of {@linkcode gaussianProcessModel}. */
export const gaussianProcessMethods = settings.map(gaussianProcess);

/** Slowly drifting profiles of each season with departures around them, over three settings. */
export const gaussianProcessModel = defineModel({
  id: "gaussian_process",
  method: weighted(gaussianProcessMethods),
});
