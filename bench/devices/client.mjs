/**
 * For Node: a sender of the official client. Makes every n-th batch of the rows as cheaply as it can, so
 * that the client is what is measured. Prints `ready`, begins when its input ends.
 *
 * Arguments: the client's folder, the configuration string, the table, rows of all, this sender, senders.
 */
import { createRequire } from "node:module";
import process from "node:process";

const [folder, conf, table, rows, index, senders] = process.argv.slice(2);
const { Sender } = createRequire(`${folder}/`)("@questdb/nodejs-client");
const BATCH = 20_000;
const TYPES = ["ferry", "barge", "drone", "buoy"];
const START = Date.UTC(2026, 0, 1) * 1000;

const sender = await Sender.fromConfig(`${conf}auto_flush=off;`);
console.log("ready");
for await (const _ of process.stdin);
for (let from = index * BATCH; from < rows; from += senders * BATCH) {
  for (let i = from; i < Math.min(from + BATCH, rows); i++) {
    await sender.table(table)
      .symbol("device_type", TYPES[i % 4])
      .intColumn("duration_ms", 20 + i % 200)
      .floatColumn("lat", 51.5 + (i % 1000) / 1e5)
      .floatColumn("lon", (i % 777) / 1e5)
      .floatColumn("measure1", 18 + (i % 91) / 10)
      .floatColumn("measure2", (i % 333) / 100)
      .floatColumn("speed", (i % 1500) / 100)
      .intColumn("sequence", i)
      .at(BigInt(START + i * 10_000), "us");
  }
  await sender.flush();
}
await sender.close();
