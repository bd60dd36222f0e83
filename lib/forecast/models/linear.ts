import type { SimpleLinearRegression } from "ml-regression";
import { eachOrigin } from "../methods/method.ts";
import { defineModel } from "../define_model.ts";

let Line: typeof SimpleLinearRegression;

/** The straight line of least squares through all values. */
export const linear = defineModel({
  id: "linear",
  prepare: async () => void ({ SimpleLinearRegression: Line } = await import("ml-regression")),
  method: eachOrigin((values, { horizon }) => {
    const n = values.length;
    const line = new Line(Array.from(values.keys()), Array.from(values));
    return Float64Array.from({ length: horizon }, (_, q) => line.predict(n + q));
  }),
});
