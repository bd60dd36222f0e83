import type { KafkaEndpoint, QuestdbEndpoint } from "../config.ts";
import { UnavailableError } from "../errors.ts";
import { findStack } from "../stack/mod.ts";

/** Looks up where an engine is at this moment; undefined if it does not answer. */
export interface FindEngines {
  kafka: () => Promise<KafkaEndpoint | undefined>;
  questdb: () => Promise<QuestdbEndpoint | undefined>;
}

/** Looks for the engines of this project: one that was away may have been started again on another port. */
export const findEngines: FindEngines = {
  kafka: () => ifFound(async () => (await findStack({ need: ["kafka"] })).endpoints.kafka),
  questdb: () => ifFound(async () => (await findStack({ need: ["questdb"] })).endpoints.questdb),
};

async function ifFound<T>(find: () => Promise<T>): Promise<T | undefined> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof UnavailableError) return undefined;
    throw error;
  }
}
