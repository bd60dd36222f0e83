import { cardScores, SUSPICIOUS } from "../../lib/flows/mod.ts";
import {
  bucketsOf,
  type Comparisons,
  counted,
  mean,
  numbers,
  same,
  type Shown,
  type Stored,
  sum,
  withPast,
  type World,
} from "./compared.ts";

const isSuspicious = ({ score }: Stored) => (score as number) >= SUSPICIOUS;
const amountOf = (rows: readonly Stored[]) => sum(numbers(rows, "amt")) ?? 0;
const highest = (rows: readonly Stored[], column: string) => Math.max(...numbers(rows, column));

/** The purchases of the range, or those of its whole buckets. */
function purchases({ from, to }: Pick<Shown, "from" | "to">, world: World): readonly Stored[] {
  return world.within(cardScores, from, to);
}

/** Each bucket with its purchases, those without left out. */
function bucketed(shown: Shown, world: World) {
  const rows = purchases({ from: shown.start, to: shown.to }, world);
  return bucketsOf(shown).flatMap((at) => {
    const own = rows.filter(({ timestamp }) => timestamp >= at && timestamp < at + shown.step);
    return own.length > 0 ? [{ timestamp: at, own }] : [];
  });
}

const byText = (a: unknown, b: unknown) => String(a) < String(b) ? -1 : 1;

export const cardsComparisons: Comparisons = {
  "cards/totals": (shown, world) => {
    const totals = (from: number, to: number) => {
      const rows = purchases({ from, to }, world), wrong = rows.filter(isSuspicious);
      const none = rows.length === 0;
      return {
        purchases: rows.length,
        cards: new Set(rows.map(({ card }) => card)).size,
        amount: none ? null : amountOf(rows),
        mean: mean(numbers(rows, "amt")),
        suspicious: none ? null : wrong.length,
        suspicious_amount: none ? null : amountOf(wrong),
      };
    };
    same(shown, withPast(shown, totals, "purchases"));
  },
  "cards/scores": (shown, world) =>
    same(
      shown,
      bucketed(shown, world).flatMap(({ timestamp, own }) => [
        { timestamp, series: "highest", score: highest(own, "score") },
        { timestamp, series: "mean", score: mean(numbers(own, "score")) },
      ]),
    ),
  "cards/suspicious": (shown, world) =>
    same(
      shown,
      bucketed(shown, world).map(({ timestamp, own }) => ({
        timestamp,
        purchases: own.filter(isSuspicious).length,
      })).filter(({ purchases }) => purchases > 0),
    ),
  "cards/highest": (shown, world) => {
    const sorted = purchases(shown, world).toSorted((a, b) =>
      (b.score as number) - (a.score as number) || b.timestamp - a.timestamp ||
      byText(a.trans_num, b.trans_num)
    );
    same(
      shown,
      sorted.slice(0, 50).map(({ timestamp, ...row }) => ({
        time: timestamp,
        card: row.card,
        merchant: row.merchant,
        amt: row.amt,
        score: row.score,
        speed: row.speed,
        burst: row.burst,
        novelty: row.novelty,
        trans_num: row.trans_num,
      })),
    );
  },
  "cards/categories": (shown, world) => {
    const rows = purchases(shown, world), all = amountOf(rows);
    const expected = counted(rows, "category").map(({ name, count }) => {
      const own = rows.filter(({ category }) => category === name);
      return {
        category: name,
        purchases: count,
        amount: amountOf(own),
        share: Math.round(1000 * amountOf(own) / all) / 1000,
        mean: mean(numbers(own, "amt")),
        highest: highest(own, "amt"),
        suspicious: own.filter(isSuspicious).length,
      };
    });
    same(shown, expected.toSorted((a, b) => b.amount - a.amount));
  },
  "cards/cards": (shown, world) => {
    const rows = purchases(shown, world).filter(isSuspicious);
    const expected = [...Map.groupBy(rows, ({ card }) => card)].map(([card, own]) => ({
      card,
      suspicious: own.length,
      amount: amountOf(own),
      highest: highest(own, "score"),
      newest: own.at(-1)!.timestamp,
    }));
    const sorted = expected.toSorted((a, b) => b.newest - a.newest || byText(a.card, b.card));
    same(shown, sorted.slice(0, 50));
  },
  "cards/merchants": (shown, world) => {
    const rows = purchases(shown, world);
    const expected = [...Map.groupBy(rows, ({ merchant }) => merchant)].map(([merchant, own]) => ({
      merchant,
      lat: own[0]!.merch_lat,
      lon: own[0]!.merch_long,
      amount: amountOf(own),
      purchases: own.length,
    }));
    same(shown, expected.toSorted((a, b) => b.amount - a.amount).slice(0, 1000));
  },
};
