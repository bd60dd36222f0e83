import assert from "node:assert/strict";
import { taxiTrips } from "../feeds/mod.ts";
import { kafka } from "./kafka.ts";
import { sender, tableName } from "./sender.ts";
import { sql } from "./query/sql.ts";
import { untilRows, withNotebook } from "./testing.ts";

Deno.test("kafka creates, fills, reads from an offset, describes and deletes a topic", async () => {
  await withNotebook(async ({ prefix }) => {
    const name = await kafka.create("scratch", {
      partitions: 1,
      config: { "retention.ms": "60000" },
    });
    assert.equal(name, `${prefix}scratch`);
    await assert.rejects(kafka.create("scratch"), /it exists already, with 1 partition/);
    const records = [{ id: 1, name: "é" }, { id: 2 }, { id: 3 }];
    assert.equal(await kafka.send("scratch", records, { key: ({ id }) => String(id) }), 3);
    assert.deepEqual(await kafka.topics(), [{ topic: name, partitions: 1, messages: 3 }]);
    const found = await kafka.read("scratch", { from: 1, limit: 1 });
    assert.deepEqual(found.map(({ offset, key, value }) => [offset, key, value]), [
      [1, "2", '{"id":2}'],
    ]);
    assert.equal((await kafka.read("scratch"))[0]!.value, '{"id":1,"name":"é"}');
    const { config, partitions } = await kafka.describe("scratch");
    assert.deepEqual([config["retention.ms"], partitions[0]!.end], ["60000", 3]);
    assert.deepEqual(await kafka.lag(), []);
    assert.equal(await kafka.delete("scratch"), name);
    assert.deepEqual(await kafka.topics(), []);
    await assert.rejects(kafka.read("scratch"), /Cannot find the topic "scratch"/);
    const wrong = kafka.send(taxiTrips, [{ trip_id: "" }]);
    await assert.rejects(wrong, /Cannot send record 0 to taxi_trips: event_timestamp is missing/);
  });
});

Deno.test("sender() sends rows to a table of the namespace", async () => {
  await withNotebook(async (space) => {
    const table = tableName("devices");
    await space.db.run(
      `create table "${table}" (timestamp TIMESTAMP, device SYMBOL, speed DOUBLE)
       timestamp(timestamp) partition by DAY WAL`,
    );
    const out = await sender();
    for (const speed of [1.5, 2.5]) {
      await out.table(table).symbol("device", "a").floatColumn("speed", speed)
        .at(1_767_225_600_000 + speed * 2, "ms");
    }
    await out.flush();
    await out.close();
    await untilRows(space, table, 2);
    assert.deepEqual(await sql`select device, speed from ${sql.id(table)}`, [
      { device: "a", speed: 1.5 },
      { device: "a", speed: 2.5 },
    ]);
  });
});
