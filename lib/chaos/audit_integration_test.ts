import assert from "node:assert/strict";
import { connectKafka } from "../kafka/client.ts";
import { ensureTopics } from "../kafka/topics.ts";
import { untilApplied } from "../questdb/applied.ts";
import type { Questdb } from "../questdb/client.ts";
import { ensureTables } from "../questdb/tables.ts";
import { deadLetters } from "../streams/dead_letters.ts";
import { withNamespace } from "../testing.ts";
import { type Audit, audit } from "./audit.ts";
import { dropTable, recreateTopic } from "./faults.ts";
import { IdSet } from "./id_set.ts";
import { plan } from "./records.ts";
import { faultsOf } from "./report.ts";
import { type ChaosRecord, chaosRecords } from "./stream.ts";

const SEED = 7, COUNT = 3000;
const ids = Array.from({ length: COUNT }, (_, id) => id);
const good = ids.filter((id) => plan(SEED, id).bad === undefined);
const bad = ids.filter((id) => plan(SEED, id).bad !== undefined);

Deno.test("audit() finds what is lost, doubled, different, dropped and discarded, and nothing else", () =>
  withNamespace(async ({ db }) => {
    await ensureTables(db, [chaosRecords, deadLetters]);
    const table = db.tableOf(chaosRecords);
    const taken = { dropped: new IdSet(), discarded: new IdSet() };
    const look = async () => {
      await untilApplied(db, [chaosRecords, deadLetters].map(db.tableOf));
      return await audit(db, { seed: SEED, next: COUNT, taken });
    };
    const [gone, dropped, discarded, changed, doubled] = good.splice(100, 5) as number[];
    await storeRows(db, good.map((id) => plan(SEED, id).record));
    await storeLetters(db, bad.slice(1), "t/0");

    // Neither a good nor a bad record may be missing without being counted.
    taken.dropped.add(dropped!);
    taken.discarded.add(discarded!);
    taken.dropped.add(good[0]!); // stored again after the table was dropped
    let found = await look();
    assert.deepEqual(found.examples.lost, [gone, changed, doubled, bad[0]].sort((a, b) => a! - b!));
    assert.deepEqual([found.dropped, found.discarded], [1, 1]);
    assert.deepEqual([found.doubled, found.different], [0, 0]);
    assert.equal(wrong(found)[0], "4 lost");

    const { record } = plan(SEED, changed!);
    await storeRows(db, [gone, dropped, discarded, doubled].map((id) => plan(SEED, id!).record));
    await storeRows(db, [{ ...record, amount: record.amount + 0.01 }]);
    await storeLetters(db, bad.slice(0, 1), "t/0");
    found = await look();
    assert.deepEqual([found.lost, found.dropped, found.discarded, found.doubled], [0, 0, 0, 0]);
    assert.deepEqual(found.examples.different, [changed]);
    assert.deepEqual(wrong(found), ["1 not as they were sent"]);

    await storeRows(db, [record]); // the same identity: QuestDB replaces the row
    found = await look();
    assert.deepEqual([found.stored, found.rejected], [good.length + 5, bad.length]);
    assert.deepEqual(wrong(found), []);

    await db.run(`alter table "${table}" dedup disable`);
    await storeRows(db, [plan(SEED, doubled!).record]);
    await storeLetters(db, bad.slice(2, 3), "t/0", "2026-01-02T00:00:00Z");
    found = await look();
    assert.deepEqual(found.examples.doubled, [doubled, bad[2]]);
    assert.deepEqual(wrong(found), ["2 doubled"]);

    // What was never sent, a bad record that was stored, and a good one that was rejected.
    await storeRows(db, [COUNT, bad[0]!].map((id) => plan(SEED, id).record));
    await storeLetters(db, [good[0]!], "t/1");
    found = await look();
    assert.deepEqual(found.examples.different, [bad[0], COUNT, good[0]]);
    assert.equal(wrong(found)[1], "3 not as they were sent");
  }));

Deno.test("audit() takes a table that was dropped, and not made again yet, for one without rows", () =>
  withNamespace(async ({ db, endpoints }) => {
    const kafka = await connectKafka(endpoints.kafka);
    await ensureTables(db, [chaosRecords]);
    const dropped = new IdSet(), discarded = new IdSet();
    await storeRows(db, good.slice(0, 3).map((id) => plan(SEED, id).record));
    await dropTable(db, dropped);
    assert.equal(dropped.size, 3);
    // The next faults come before a sink has stored anything, as when Kafka is away.
    await dropTable(db, dropped);
    await ensureTopics(kafka, [chaosRecords]);
    await recreateTopic(kafka, db, discarded);
    const found = await audit(db, { seed: SEED, next: 3, taken: { dropped, discarded } });
    assert.deepEqual([found.stored, found.rejected, found.doubled], [0, 0, 0]);
    assert.deepEqual([found.dropped, found.lost], [3, 0]);
    await kafka.close();
  }));

/** What the tool would say after a run with these figures. */
function wrong(found: Audit): string[] {
  const run = { sent: COUNT, distinct: COUNT, kills: 0, stops: 0, seconds: 0, longestStall: 0 };
  const killed = { broker: 0, questdb: 0, sink: 0, producer: 0 };
  const moments = { ackToCommit: 0, halvedBatch: 0, rebalance: 0 };
  return faultsOf({ ...found, ...run, killed, moments, seed: SEED });
}

async function storeRows(db: Questdb, records: ChaosRecord[]): Promise<void> {
  const rows = records.map(({ id, at, source, region, address, amount, note }) =>
    `(${id}, '${at}', '${source}', '${region}', '${address}', ${amount}, '${note}')`
  );
  await db.run(
    `insert into "${db.tableOf(chaosRecords)}" ` +
      `(id, timestamp, source, region, address, amount, note) values ${rows.join(", ")}`,
  );
}

async function storeLetters(
  db: Questdb,
  ids: number[],
  source: string,
  time = "2026-01-01T00:00:00Z",
): Promise<void> {
  const rows = ids.map((id) =>
    `('${time}', '${chaosRecords.name}', '${source}', ${id}, 'bad', ` +
    `'${String(plan(SEED, id).messages[0]!.value).replaceAll("'", "''")}')`
  );
  await db.run(
    `insert into "${db.tableOf(deadLetters)}" ` +
      `(timestamp, stream, source, line, reason, record) values ${rows.join(", ")}`,
  );
}
