import TinyQueue from "tinyqueue";
import { type Random, seeded } from "../../random.ts";
import { arrivals, dayCurve } from "../../simulators/arrivals.ts";
import { greatCircle } from "../../simulators/great_circle.ts";
import { hex } from "../../simulators/hex.ts";
import { sampler } from "../../simulators/sampler.ts";
import { simulate, type SimulatorOptions, startOf } from "../../simulators/simulator.ts";
import type { Source } from "../../sources/source.ts";
import { type CardTransaction, cardTransactions } from "./card_transactions.ts";
import { type Cardholder, cardholdersOf } from "./cardholders.ts";
import { CATEGORIES, type Merchant, merchantsOf } from "./merchants.ts";

/** A purchase of the simulator, and what no record says: whether the card was stolen. */
export interface Purchase {
  record: CardTransaction;
  stolen: boolean;
}

const CARDS = 400;
/** Purchases of a card in a day, on average. */
const DAILY = 6;
/** Weights of the hours in UTC: America sleeps from 7 to 12. */
const HOURS = [9, 8, 6, 5, 4, 3, 2, 1, 1, 1, 1, 2, 4, 6, 8, 9, 11, 12, 11, 11, 11, 12, 12, 11];
/** Share of purchases after which the card's number is stolen. */
const THEFTS = 0.003;
/** How far from the card's home a thief buys at least, in metres. */
const FAR = 1_000_000;
const MINUTE = 60_000, DAY = 1440 * MINUTE;

/** What is about to be bought. */
interface Planned {
  at: number;
  number: number;
  card: Cardholder;
  merchant: Merchant;
  amount: number;
}

/**
 * Purchases with 400 cards, each with a home, habits and amounts of its own: log-normal by category, as a
 * Poisson process with a rhythm of the day. Now and then a card's number is stolen: 5 to 12 purchases
 * follow within minutes, more than 1,000 km away, of what thieves buy, for three times as much.
 */
export function simulateCards(options: SimulatorOptions): Source {
  const purchases = simulatedPurchases(seeded(options.seed), startOf(options));
  const records = purchases.map(({ record }) => record);
  return simulate({ stream: cardTransactions, name: "cards", records }, options);
}

/** An endless sequence of purchases, in order of time. @param start Milliseconds since 1970. */
export function* simulatedPurchases(random: Random, start: number): Generator<Purchase> {
  const cards = cardholdersOf(random, CARDS);
  const cardOf = sampler(cards.map(({ weight }) => weight));
  const places = Map.groupBy(merchantsOf(random), ({ city }) => city);
  const curve = dayCurve(HOURS);
  const mean = CARDS * DAILY / DAY;
  const stolen = new TinyQueue<Planned>([], (a, b) => a.at - b.at || a.number - b.number);
  let planned = 0;
  const times = arrivals(random, {
    start,
    rate: (at) => mean * curve(at),
    peak: mean * curve.peak,
  });
  for (const at of times) {
    while ((stolen.peek()?.at ?? Infinity) <= at) {
      yield { record: recordOf(random, stolen.pop()!), stolen: true };
    }
    const card = cards[cardOf(random)]!;
    const merchant = places.get(card.home)![random.weighted(card.habits)]!;
    const record = recordOf(random, { at, card, merchant, amount: card.spending });
    yield { record, stolen: false };
    if (random.next() >= THEFTS) continue;
    const far = [...places].filter(([city]) => greatCircle(city, card.home) > FAR);
    const shops = random.pick(far)[1];
    let next = at + random.int(10, 120) * MINUTE;
    for (let left = random.int(5, 12); left > 0; left--) {
      const merchant = shops[random.weighted(CATEGORIES.map(({ stolen }) => stolen))]!;
      stolen.push({ at: next, number: planned++, card, merchant, amount: 3 * card.spending });
      next += random.exponential(1.5 * MINUTE) + 5000;
    }
  }
}

/** @param planned `amount` is a multiple of what the category usually costs. */
function recordOf(
  random: Random,
  { at, card, merchant, amount }: Omit<Planned, "number">,
): CardTransaction {
  const { kind: { category, median, sigma }, lat, lon } = merchant;
  const amt = median * amount * Math.exp(sigma * random.normal());
  return {
    timestamp: new Date(Math.floor(at)).toISOString(),
    trans_num: hex(random, 32),
    merchant: merchant.merchant,
    category,
    amt: Math.max(1, Number(amt.toFixed(2))),
    ...card.fields,
    merch_lat: lat,
    merch_long: lon,
  };
}
