/** How a route is declared: what serves it, checks its parameters and describes it comes from this. */
import type { Static, TSchema } from "typebox";
import type { OrdersDb } from "./orders_db.ts";
import type { Parameter } from "./parameters.ts";

type Parameters = Record<string, Parameter>;

/** The values of a route's parameters. */
export type Values<P extends Parameters> = {
  [K in keyof P]: P[K] extends Parameter<infer T> ? T : never;
};

/** A route of the API, as the server sees it. */
export interface Route {
  /** As OpenAPI writes it: `/orders/{id}`. */
  path: string;
  /** Its name in the description and for generated clients. */
  operation: string;
  summary: string;
  description: string;
  parameters: Parameters;
  /** Name of the answer's schema in the description. */
  answers: string;
  answer: TSchema;
  /** Whether what it asks for may not exist. */
  mayBeMissing: boolean;
  run(db: OrdersDb, values: Record<string, unknown>): Promise<unknown>;
}

/** Declares a route; the types of its parameters and its answer are checked. */
export function defineRoute<P extends Parameters, S extends TSchema>(
  route: Omit<Route, "parameters" | "answer" | "run" | "mayBeMissing"> & {
    parameters: P;
    answer: S;
    mayBeMissing?: boolean;
    run(db: OrdersDb, values: Values<P>): Promise<Static<S>>;
  },
): Route {
  return {
    mayBeMissing: false,
    ...route,
    // The values are read by the same parameters.
    run: (db, values) => route.run(db, values as Values<P>),
  };
}
