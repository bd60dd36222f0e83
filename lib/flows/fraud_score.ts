import { greatCircle } from "../simulators/great_circle.ts";
import type { CardScore } from "./card_scores.ts";

/** The score of a purchase and its parts, each from 0 to 1; `earlier` counts what it is compared with. */
export type Score = Pick<
  CardScore,
  "earlier" | "score" | "amount" | "speed" | "burst" | "novelty"
>;

/** What a purchase's score depends on. */
export interface ScoredPurchase {
  /** Milliseconds since 1970. */
  at: number;
  /** Logarithm of the amount. */
  amount: number;
  category: string;
  /** Degrees. */
  lat: number;
  lon: number;
}

const MINUTE = 60_000, HOUR = 60 * MINUTE;
/** Fewer earlier purchases tell nothing of amounts, or of categories. */
const FEW = 5, FEW_FOR_CATEGORIES = 10;
/** The smallest spread of a card's amounts, as that of their logarithms: some always pay the same. */
const LEAST_SPREAD = 0.3;
/** Distances of everyday life, in km. */
const NEAR = 100;
/** How much each part counts. */
const WEIGHTS = { amount: 0.5, speed: 0.7, burst: 0.5, novelty: 0.2 };

/**
 * How unlike a card's earlier purchases one is. Its parts are the amount in standard deviations above the
 * mean of the logarithms (1 to 3), the speed in km/h that it takes from any purchase of the last day (200 to
 * 800), the number of purchases in the ten minutes before (1 to 5), and whether the category is new. Each
 * part p of weight w leaves 1 − w p of the doubt: the score is 1 − Π (1 − w p), to four digits.
 *
 * @param earlier The card's purchases before it, in order of time.
 */
export function scoreOf(one: ScoredPurchase, earlier: readonly ScoredPurchase[]): Score {
  const parts = {
    amount: amountOf(one, earlier),
    speed: ramp(speedOf(one, earlier), 200, 800),
    burst: ramp(earlier.filter(({ at }) => one.at - at <= 10 * MINUTE).length, 1, 5),
    novelty: earlier.length >= FEW_FOR_CATEGORIES &&
        earlier.every(({ category }) => category !== one.category)
      ? 1
      : 0,
  };
  let doubt = 1;
  for (const [name, weight] of Object.entries(WEIGHTS)) {
    doubt *= 1 - weight * parts[name as keyof typeof WEIGHTS];
  }
  return {
    earlier: earlier.length,
    score: rounded(1 - doubt),
    amount: rounded(parts.amount),
    speed: rounded(parts.speed),
    burst: parts.burst,
    novelty: parts.novelty,
  };
}

function amountOf(one: ScoredPurchase, earlier: readonly ScoredPurchase[]): number {
  if (earlier.length < FEW) return 0;
  let sum = 0, squares = 0;
  for (const { amount } of earlier) sum += amount;
  const mean = sum / earlier.length;
  for (const { amount } of earlier) squares += (amount - mean) ** 2;
  const spread = Math.max(LEAST_SPREAD, Math.sqrt(squares / earlier.length));
  return ramp((one.amount - mean) / spread, 1, 3);
}

/** The highest speed that it takes from a purchase of the last day, in km/h; of less than a minute as of one. */
function speedOf(one: ScoredPurchase, earlier: readonly ScoredPurchase[]): number {
  let highest = 0;
  for (let i = earlier.length - 1; i >= 0; i--) {
    const past = earlier[i]!;
    if (one.at - past.at > 24 * HOUR) break;
    const km = greatCircle(past, one) / 1000;
    if (km > NEAR) highest = Math.max(highest, km / (Math.max(one.at - past.at, MINUTE) / HOUR));
  }
  return highest;
}

/** 0 up to one value, 1 from another on, a straight line between. */
function ramp(value: number, from: number, to: number): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}

function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
