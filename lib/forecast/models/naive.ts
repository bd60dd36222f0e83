import { defineModel } from "../define_model.ts";
import { repeatValue } from "../methods/repeat.ts";

/** The last value repeated. */
export const naive = defineModel({ id: "naive", method: repeatValue });
