import type { CardTransaction } from "../feeds/mod.ts";
import { type Score, type ScoredPurchase, scoreOf } from "./fraud_score.ts";

/** A purchase that has its score. */
interface Past extends ScoredPurchase {
  /** Orders purchases of the same moment. */
  id: string;
  score: Score;
}

/** A purchase is compared with so many before it. */
export const COMPARED = 200;
/** So many of a card are kept, the newest by time. */
const KEPT = 5000;

/**
 * The purchases of one card in order of time. Each is scored once, when it comes, against those that are
 * known by then and were before it: what comes later, in time or from Kafka, changes no score, and a copy
 * has the score of the first.
 */
export class CardHistory {
  readonly #past: Past[] = [];

  /** @throws {RangeError} It is before all that are kept: nobody knows any more what was before it. */
  add(record: CardTransaction): Score {
    const past = this.#past;
    const at = Date.parse(record.timestamp);
    const id = `${record.trans_num}\n${record.merchant}`;
    let i = past.length;
    while (i > 0 && !isBefore(past[i - 1]!, { at, id })) i--;
    const same = past[i];
    if (same?.at === at && same.id === id) return same.score;
    if (i === 0 && past.length === KEPT) {
      throw new RangeError(`Cannot score a purchase that is before ${KEPT} others of its card`);
    }
    const { amt, category, merch_lat: lat, merch_long: lon } = record;
    const one = { at, amount: Math.log(amt), category, lat, lon };
    const score = scoreOf(one, past.slice(Math.max(0, i - COMPARED), i));
    past.splice(i, 0, { ...one, id, score });
    if (past.length > KEPT) past.shift();
    return score;
  }
}

function isBefore(one: Pick<Past, "at" | "id">, other: Pick<Past, "at" | "id">): boolean {
  return one.at < other.at || one.at === other.at && one.id < other.id;
}
