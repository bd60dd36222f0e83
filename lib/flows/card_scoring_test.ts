import assert from "node:assert/strict";
import { type CardTransaction, cardTransactions } from "../feeds/mod.ts";
import { simulatedPurchases } from "../feeds/cards/simulate.ts";
import { seeded } from "../random.ts";
import { type CardScore, SUSPICIOUS } from "./card_scores.ts";
import { cardScoring } from "./card_scoring.ts";
import { COMPARED } from "./card_history.ts";
import { FlowTask } from "./flow_task.ts";
import { messageOf } from "./testing.ts";

const purchases = simulatedPurchases(seeded(3), Date.parse("2026-05-13T00:00:00Z"))
  .take(2000).toArray();
/** A few cards, used often, so that histories are longer than what is compared. */
const all = purchases.map(({ record }): CardTransaction => ({
  ...record,
  cc_num: `99999900000000${record.cc_num.slice(-1)}`,
}));

/** What the flow writes for records in the order of their messages, by trans_num. */
function scored(records: readonly CardTransaction[]): Map<string, CardScore> {
  const written = new Map<string, CardScore>();
  const task = new FlowTask(cardScoring, {
    write: (record) => written.set(record.trans_num as string, record as CardScore) && false,
    refuse: (_, { reason }) => assert.fail(reason),
  }, { topicOf: ({ name }) => name });
  records.forEach((record, offset) =>
    task.handle(messageOf(offset, record), { topic: cardTransactions.name, partition: 0 })
  );
  return written;
}

/** Kilometres between two merchants, by the angle between their vectors. */
function kilometres(a: CardTransaction, b: CardTransaction): number {
  const vector = ({ merch_lat, merch_long }: CardTransaction) => {
    const [lat, lon] = [merch_lat, merch_long].map((degrees) => degrees / 180 * Math.PI);
    return [Math.cos(lat!) * Math.cos(lon!), Math.cos(lat!) * Math.sin(lon!), Math.sin(lat!)];
  };
  const [u, v] = [vector(a), vector(b)];
  const cross = [1, 2, 0].map((j, i) => u[i]! * v[j]! - u[j]! * v[i]!);
  const dot = u.reduce((sum, x, i) => sum + x * v[i]!, 0);
  return 6371.0088 * Math.atan2(Math.hypot(...cross), dot);
}

const clamp = (x: number) => x < 0 ? 0 : x > 1 ? 1 : x;

/** The score of a record by its definition, from all records: those of its card that are before it. */
function plainScore(record: CardTransaction, records: readonly CardTransaction[]): number {
  const at = Date.parse(record.timestamp);
  const before = records
    .filter(({ cc_num, timestamp }) => cc_num === record.cc_num && Date.parse(timestamp) < at)
    .toSorted((a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp)).slice(-COMPARED);
  const n = before.length;
  const logs = before.map(({ amt }) => Math.log(amt));
  const mean = logs.reduce((a, b) => a + b, 0) / n;
  const variance = logs.reduce((a, b) => a + b * b, 0) / n - mean ** 2;
  const z = n < 5 ? 0 : (Math.log(record.amt) - mean) / Math.max(0.3, Math.sqrt(variance));
  const hours = (other: CardTransaction) => (at - Date.parse(other.timestamp)) / 3_600_000;
  const speeds = before.filter((other) => hours(other) <= 24 && kilometres(other, record) > 100)
    .map((other) => kilometres(other, record) / Math.max(hours(other), 1 / 60));
  const many = before.filter((other) => hours(other) <= 1 / 6).length;
  const isNew = n >= 10 && !new Set(before.map(({ category }) => category)).has(record.category);
  const rest = (1 - 0.5 * clamp((z - 1) / 2)) *
    (1 - 0.7 * clamp((Math.max(0, ...speeds) - 200) / 600)) *
    (1 - 0.5 * clamp((many - 1) / 4)) * (isNew ? 0.8 : 1);
  return 1 - rest;
}

Deno.test("scores are those of a plain computation from each card's earlier records", () => {
  const found = scored(all);
  assert.equal(found.size, all.length);
  const sample = all.filter((_, i) => i % 9 === 0 || purchases[i]!.stolen);
  for (const record of sample) {
    const { score, earlier } = found.get(record.trans_num)!;
    const plain = plainScore(record, all);
    assert.ok(Math.abs(score - plain) <= 0.0002, `${record.trans_num}: ${score}, not ${plain}`);
    assert.ok(score >= 0 && score <= 1 && earlier <= COMPARED);
  }
  assert.ok([...found.values()].some(({ earlier }) => earlier === COMPARED));
});

Deno.test("no later record changes an earlier score, nor do a copy or a late record", () => {
  const found = scored(all);
  const half = all.slice(0, 1000);
  for (const [id, score] of scored(half)) assert.deepEqual(score, found.get(id));
  assert.deepEqual(scored([...all, ...all.slice(0, 500)]), found); // a second delivery
  // One that comes late is compared with those before it in time, and has not been known to those after.
  const late = all[700]!;
  const without = all.filter((record) => record !== late);
  const withLate = scored([...without, late]);
  assert.deepEqual(withLate.get(late.trans_num), found.get(late.trans_num));
  const others = scored(without);
  for (const [id, score] of others) assert.deepEqual(withLate.get(id), score);
});

Deno.test("a score depends on the card's own records only", () => {
  const [card] = all.map(({ cc_num }) => cc_num);
  const own = all.filter(({ cc_num }) => cc_num === card);
  const found = scored(all);
  for (const [id, score] of scored(own)) assert.deepEqual(score, found.get(id));
});

Deno.test("purchases with stolen cards have high scores, and few others have", () => {
  const found = scored(purchases.map(({ record }) => record));
  const high = purchases.filter(({ record }) => found.get(record.trans_num)!.score >= SUSPICIOUS);
  const right = high.filter(({ stolen }) => stolen).length;
  const stolen = purchases.filter(({ stolen }) => stolen).length;
  assert.ok(right / stolen > 0.8, `found ${right} of ${stolen}`);
  assert.ok(right / high.length > 0.7, `${right} of ${high.length} are right`);
});

Deno.test("what the flow writes tells no card number, name, street or day of birth", () => {
  const secrets = all.slice(0, 500)
    .flatMap(({ cc_num, street, dob, first, last }) => [cc_num, street!, dob!, `${first} ${last}`]);
  const text = JSON.stringify([...scored(all.slice(0, 500)).values()]);
  assert.deepEqual(secrets.filter((secret) => text.includes(secret)), []);
});
