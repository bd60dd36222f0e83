/**
 * Every flow, one line each. The line makes the flow known to `flow`, `sink`, `replay` and the notebooks, and
 * to `ingest` if a feed has a stream that it reads.
 */
import type { Stream } from "../streams/stream.ts";
import { definedFlows, type Flow } from "./define.ts";

export * from "./enrichment.ts";
export * from "./order_state.ts";
export * from "./login_masking.ts";
export * from "./card_scoring.ts";

export { type CardScore, cardScores, SUSPICIOUS } from "./card_scores.ts";
export { type EnrichedOrderItem, enrichedOrderItems } from "./enriched_order_items.ts";
export { type OrderState, orderStates } from "./order_states.ts";
export { type ProcessedUserLogin, processedUserLogins } from "./processed_user_logins.ts";

/** The flows that the lines above define, in their order. */
export const flows: readonly Flow[] = definedFlows();

/** The streams that flows write, by name. */
export const flowStreams: Record<string, Stream> = Object.fromEntries(
  flows.map(({ to }) => [to.name, to]),
);
