import init, { Prophet } from "@bsull/augurs/prophet";
import { messageOf } from "../../errors.ts";
import { CannotFitError } from "../cannot_fit_error.ts";
import type { History } from "../methods/history.ts";
import { eachOrigin } from "../methods/method.ts";
import { remembering } from "../methods/remembering.ts";
import { defineModel } from "../define_model.ts";
import { anchorDay, gridTimes } from "../series/step.ts";
import { readWasm } from "./augurs_wasm.ts";

type Optimizer = ConstructorParameters<typeof Prophet>[0]["optimizer"];

let optimizer: Promise<Optimizer> | undefined;

async function load(): Promise<Optimizer> {
  await init({ module_or_path: await readWasm("@bsull/augurs/prophet") });
  return (await import("@bsull/augurs-prophet-wasmstan")).optimizer as unknown as Optimizer;
}

let loaded: Optimizer;

/** Holidays, each a whole UTC day. */
function holidaysOf({ holidays }: History) {
  if (holidays.size === 0) return undefined;
  const occurrences = [...holidays].map((day) => ({ start: day / 1000, end: day / 1000 + 86_400 }));
  return new Map([["holiday", { occurrences }]]);
}

const method = eachOrigin(remembering((values, { history, horizon }) => {
  const { time, step } = history, origin = values.length;
  const known = [...values.keys()].filter((t) => !isNaN(values[t]!));
  const first = values[known[0]!]!;
  // Stan cannot scale a constant and would complain on standard error.
  if (known.every((t) => values[t] === first)) return new Float64Array(horizon).fill(first);
  try {
    if (known.length < 4) throw new Error(`${known.length} values are too few`);
    using model = new Prophet({
      optimizer: loaded,
      uncertaintySamples: 0,
      holidays: holidaysOf(history),
    });
    model.fit({ ds: known.map((t) => time[t]! / 1000), y: known.map((t) => values[t]!) });
    const grid = { step, day: anchorDay(time) };
    const ahead = gridTimes(time[0]!, origin + horizon, grid).slice(origin);
    return Float64Array.from(model.predict({ ds: ahead.map((at) => at / 1000) }).yhat.point);
  } catch (error) {
    throw new CannotFitError(`augurs refused: ${messageOf(error).split("\n")[0]}`);
  }
}, ({ time, step, holidays }) => [time[0], step, anchorDay(time), ...holidays]));

/**
 * Prophet with its defaults: a line that bends, Fourier seasons of day, week and year if the history
 * holds them twice, holidays; by augurs and Stan, compiled to WebAssembly. Takes gaps.
 * Source: Taylor and Letham (2018).
 */
export const prophet = defineModel({
  id: "prophet",
  method,
  gaps: true,
  trials: 3,
  prepare: async () => {
    loaded = await (optimizer ??= load());
  },
});
