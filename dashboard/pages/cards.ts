import { cardScores, SUSPICIOUS } from "../../lib/flows/mod.ts";
import { definePage } from "../define_page.ts";
import { withBefore } from "./parts/with_before.ts";
import { withShares } from "./parts/with_shares.ts";

/** Purchases and cards that are listed. */
const LISTED = 50;

/** Purchases by card, and how unlike the card's earlier ones they are. */
export const cardsPage = definePage({
  name: "cards",
  title: "Cards",
  path: "/cards",
  intro:
    "Purchases by credit card, by the time of the purchase, with a score of fraud from 0 to 1: how " +
    `unlike the card's earlier ones a purchase is. From ${SUSPICIOUS} on it is called suspicious. Cards are ` +
    "named by a short hash of their number.",
  streams: [cardScores],
  empty: "deno task ingest cards --simulate --limit 10000",
  period: "7d",
  panels: [
    {
      id: "totals",
      title: "In this period",
      size: "full",
      rows: (context) =>
        withBefore(context, ({ from, to }) =>
          context.sql`
            select count() purchases, count_distinct(card) cards, sum(amt) amount, avg(amt) mean,
              sum(case when score >= ${SUSPICIOUS} then 1 else 0 end) suspicious,
              sum(case when score >= ${SUSPICIOUS} then amt else 0 end) suspicious_amount
            from ${cardScores} where timestamp >= ${from} and timestamp < ${to}`, "purchases"),
      view: {
        kind: "metrics",
        metrics: [
          { value: "purchases", label: "Purchases", before: "purchases_before" },
          { value: "cards", label: "Cards", before: "cards_before" },
          {
            value: "amount",
            label: "Amount in dollars",
            format: "compact",
            before: "amount_before",
          },
          {
            value: "mean",
            label: "Mean amount in dollars",
            format: "money",
            before: "mean_before",
          },
          {
            value: "suspicious",
            label: "Suspicious purchases",
            before: "suspicious_before",
            good: "down",
          },
          {
            value: "suspicious_amount",
            label: "Suspicious amount in dollars",
            format: "compact",
            before: "suspicious_amount_before",
            good: "down",
          },
        ],
      },
    },
    {
      id: "scores",
      title: "Scores over time",
      note: "The highest and the mean score of each bucket's purchases; buckets without have none",
      size: "half",
      height: 300,
      bucket: 60,
      rows: async ({ sql, start, to, step }) => {
        const rows = await sql<{ timestamp: Date; highest: number; mean: number }>`
          select timestamp, max(score) highest, avg(score) mean from ${cardScores}
          where timestamp >= ${start} and timestamp < ${to} sample by ${step}`;
        return rows.flatMap(({ timestamp, highest, mean }) => [
          { timestamp, series: "highest", score: highest },
          { timestamp, series: "mean", score: mean },
        ]);
      },
      view: { kind: "line", x: "timestamp", y: "score", series: "series" },
    },
    {
      id: "suspicious",
      title: "Suspicious purchases over time",
      note: `With a score from ${SUSPICIOUS} on`,
      size: "half",
      height: 300,
      bucket: 60,
      none: "No purchase is suspicious",
      rows: ({ sql, start, to, step }) =>
        sql`select timestamp, count() purchases from ${cardScores}
          where score >= ${SUSPICIOUS} and timestamp >= ${start} and timestamp < ${to} sample by ${step}`,
      view: { kind: "bars", x: "timestamp", y: "purchases", unfinished: true },
    },
    {
      id: "highest",
      title: "Highest scores",
      note:
        "With what each is made of: the amount, the speed that it takes to get there, how many " +
        "purchases within ten minutes, a new category",
      size: "full",
      height: 420,
      rows: ({ sql, from, to }) =>
        sql`select timestamp time, card, merchant, category, amt, score, amount, speed, burst, novelty,
            trans_num
          from ${cardScores} where timestamp >= ${from} and timestamp < ${to}
          order by score desc, timestamp desc, trans_num limit ${LISTED}`,
      view: {
        kind: "table",
        key: "trans_num",
        columns: [
          { name: "time", format: "time" },
          { name: "score", bar: true },
          { name: "card", format: "code" },
          { name: "merchant", wide: true },
          { name: "category", wide: true },
          { name: "amt", label: "amount", format: "money" },
          { name: "amount", label: "large", wide: true },
          { name: "speed", label: "too fast", wide: true },
          { name: "burst", label: "many", wide: true },
          { name: "novelty", label: "new category", wide: true },
        ],
      },
    },
    {
      id: "categories",
      title: "Amounts by category",
      note: "Dollars; the share is that of the period's amount",
      height: 380,
      rows: ({ sql, from, to }) =>
        sql`select category, count() purchases, sum(amt) amount, avg(amt) mean, max(amt) highest,
            sum(case when score >= ${SUSPICIOUS} then 1 else 0 end) suspicious
          from ${cardScores} where timestamp >= ${from} and timestamp < ${to}
          order by amount desc, category`.then((rows) => withShares(rows, "amount")),
      view: {
        kind: "table",
        columns: [
          { name: "category" },
          { name: "share", format: "percent", bar: true },
          { name: "amount", format: "compact" },
          { name: "mean", format: "money" },
          { name: "highest", format: "money", wide: true },
          { name: "purchases", wide: true },
          { name: "suspicious", wide: true },
        ],
      },
    },
    {
      id: "cards",
      title: "Suspicious cards",
      note: `Cards with a score from ${SUSPICIOUS} on; the newest first`,
      height: 380,
      none: "No card is suspicious",
      rows: ({ sql, from, to }) =>
        sql`select card, count() suspicious, sum(amt) amount, max(score) highest, max(timestamp) newest
          from ${cardScores} where score >= ${SUSPICIOUS} and timestamp >= ${from} and timestamp < ${to}
          order by newest desc, card limit ${LISTED}`,
      view: {
        kind: "table",
        filter: true,
        columns: [
          { name: "card", format: "code" },
          { name: "suspicious", label: "purchases" },
          { name: "amount", format: "money" },
          { name: "highest", label: "highest score" },
          { name: "newest", format: "time", wide: true },
        ],
      },
    },
    {
      id: "merchants",
      title: "Merchants",
      note: "The area of a dot is what was paid there, in dollars",
      size: "full",
      height: 460,
      rows: ({ sql, from, to }) =>
        sql`select merchant, first(merch_lat) lat, first(merch_long) lon, sum(amt) amount,
            count() purchases
          from ${cardScores} where timestamp >= ${from} and timestamp < ${to}
          order by amount desc, merchant limit 1000`,
      view: {
        kind: "dotMap",
        lat: "lat",
        lon: "lon",
        value: "amount",
        label: "merchant",
        unit: "dollars",
      },
    },
  ],
});
