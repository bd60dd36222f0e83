import { defineModel } from "../model.ts";
import { repeatSeason } from "../methods/repeat.ts";

/**
 * The yardstick of all others: the last season repeated, the shortest one where a series has
 * several. Without a season the same as naive.
 */
export const seasonalNaive = defineModel({ id: "seasonal_naive", method: repeatSeason() });
