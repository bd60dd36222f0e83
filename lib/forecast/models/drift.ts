import { eachOrigin } from "../methods/method.ts";
import { defineModel } from "../define_model.ts";

/** The straight line through the first value and the last. */
export const drift = defineModel({
  id: "drift",
  method: eachOrigin((values, { horizon }) => {
    const last = values.at(-1)!;
    const slope = values.length < 2 ? 0 : (last - values[0]!) / (values.length - 1);
    return Float64Array.from({ length: horizon }, (_, q) => last + slope * (q + 1));
  }),
});
