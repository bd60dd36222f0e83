import { defineModel } from "../define_model.ts";
import { repeatSeason } from "../methods/repeat.ts";

/**
 * The yardstick for all others: the last season repeated, the shortest one if a series has several.
 * Without a season the same as naive.
 */
export const seasonalNaive = defineModel({ id: "seasonal_naive", method: repeatSeason() });
