/** The engines. To add one: its folder beside this file, its endpoint in lib/config.ts, a line here. */
import type { Endpoints } from "../../config.ts";
import type { Engine } from "./define.ts";
import { kafka } from "./kafka/mod.ts";
import { questdb } from "./questdb/mod.ts";

/** Any engine of {@linkcode Endpoints}. */
type Declared = { [N in keyof Endpoints]: Engine<N, Endpoints[N]> }[keyof Endpoints];

/** Engines that `up` starts without being asked. */
export const defaultEngines = [
  kafka,
  questdb,
] as const satisfies readonly Declared[];

/** Engines that `up --with name` starts. */
export const optionalEngines = [] as const satisfies readonly Declared[];

/** All engines. */
export const engines = [...defaultEngines, ...optionalEngines] as const;

/** One of {@linkcode engines}. */
export type DeclaredEngine = typeof engines[number];
/** Name of one of {@linkcode engines}. */
export type EngineName = DeclaredEngine["name"];
/** Name of one of {@linkcode defaultEngines}. */
export type DefaultEngineName = typeof defaultEngines[number]["name"];
