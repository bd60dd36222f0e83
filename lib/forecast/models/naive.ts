import { defineModel } from "../model.ts";
import { repeatValue } from "../methods/repeat.ts";

/** Tomorrow is as today: the last value repeated. */
export const naive = defineModel({ id: "naive", method: repeatValue });
