/** The engines. To add one: its folder beside this file, and a line here. */
import { connect } from "./connect/mod.ts";
import type { Engine } from "./define.ts";
import { flink } from "./flink/mod.ts";
import { kafka } from "./kafka/mod.ts";
import { postgres } from "./postgres/mod.ts";
import { questdb } from "./questdb/mod.ts";

/** Engines that `up` starts without being asked. */
export const defaultEngines = [
  kafka,
  questdb,
] as const satisfies readonly Engine[];

/** Engines that `up --with name` starts. */
export const optionalEngines = [flink, postgres, connect] as const satisfies readonly Engine[];

/** Names that stand for several of {@linkcode optionalEngines} in `up --with name`. */
export const engineGroups: Readonly<Record<string, readonly string[]>> = {
  cdc: ["connect", "postgres"], // change data capture
};

/** All engines. */
export const engines = [...defaultEngines, ...optionalEngines] as const;

/** One of {@linkcode engines}. */
export type DeclaredEngine = typeof engines[number];
/** How to reach each engine, by its name. */
export type EngineEndpoints = {
  [E in DeclaredEngine as E["name"]]: ReturnType<E["endpointAt"]>;
};
/** Name of one of {@linkcode engines}. */
export type EngineName = DeclaredEngine["name"];
/** Name of one of {@linkcode defaultEngines}. */
export type DefaultEngineName = typeof defaultEngines[number]["name"];
