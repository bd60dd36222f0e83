import { SimpleLinearRegression } from "ml-regression";
import { eachOrigin } from "../methods/method.ts";
import { defineModel } from "../define_model.ts";

/** The straight line of least squares through all values. */
export const linear = defineModel({
  id: "linear",
  method: eachOrigin((values, { horizon }) => {
    const n = values.length;
    const line = new SimpleLinearRegression(Array.from(values.keys()), Array.from(values));
    return Float64Array.from({ length: horizon }, (_, q) => line.predict(n + q));
  }),
});
