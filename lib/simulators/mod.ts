/** Every simulator, by the name that `ingest` knows. A new one is a file beside this and a line here. */
import type { Source } from "../sources/source.ts";
import { simulateGithub } from "./github.ts";
import { simulateOrders } from "./orders.ts";
import type { SimulatorOptions } from "./simulator.ts";
import { simulateTaxi } from "./taxi.ts";

export type { SimulatorOptions } from "./simulator.ts";

export const simulators: Record<string, (options: SimulatorOptions) => Source> = {
  github: simulateGithub,
  taxi: simulateTaxi,
  orders: simulateOrders,
};
