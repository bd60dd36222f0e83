import assert from "node:assert/strict";
import { projectFolder } from "../config.ts";
import { formatCsvRow } from "../csv_write.ts";
import { withFolder } from "../sources/testing.ts";

const FILES = {
  "taxi/trips.csv": formatCsvRow(["Trip ID", "Trip Start Timestamp", "Trip End Timestamp"]) +
    // The hours that daylight saving time skips or repeats, in Chicago and in Sydney.
    ["03/13/2022 02:30:00 AM", "11/06/2022 01:30:00 AM", "10/02/2022 02:30:00 AM"]
      .map((start, i) => formatCsvRow([i, start, "2022-12-31T23:59:59"])).join(""),
  "shop/types.csv": "pizza_type_id,name,category,ingredients\na,A,C,\n",
  "shop/menu.csv": "pizza_id,pizza_type_id,size,price\na_s,a,S,1\n",
  "shop/orders.csv": "order_id,date,time\n1,2022-03-13,02:30:00\n",
  "shop/lines.csv": "order_details_id,order_id,pizza_id,quantity\n1,1,a_s,1\n",
};

const SCRIPT = `
import { taxiCsv } from "./lib/feeds/taxi/portal_csv.ts";
import { ordersCsv } from "./lib/feeds/orders/shop_files.ts";
const records = [];
for (const source of [taxiCsv(FOLDER + "/taxi"), ordersCsv(FOLDER + "/shop")]) {
  for await (const batch of source) records.push(...batch.records);
}
console.log(JSON.stringify({ offset: new Date(2022, 0, 1).getTimezoneOffset(), records }));`;

/** The records that a process in a time zone reads. */
async function readIn(zone: string, folder: string) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", SCRIPT.replaceAll("FOLDER", JSON.stringify(folder))],
    cwd: projectFolder,
    env: { TZ: zone },
  }).output();
  assert.equal(code, 0, new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

Deno.test("file sources yield the same records in every time zone", async () => {
  await withFolder(FILES, async (folder) => {
    const utc = await readIn("UTC", folder);
    const chicago = await readIn("America/Chicago", folder);
    const sydney = await readIn("Australia/Sydney", folder);
    assert.deepEqual([utc.offset, chicago.offset, sydney.offset], [0, 360, -660]);
    assert.deepEqual(chicago.records, utc.records);
    assert.deepEqual(sydney.records, utc.records);
    assert.equal(utc.records[0].trip_start_timestamp, "2022-03-13T02:30:00.000Z");
    assert.equal(utc.records[4].created_at, "2022-03-13T02:30:00Z");
  });
});
