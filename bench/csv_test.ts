import assert from "node:assert/strict";
import { PORTAL_HEADER, portalRow } from "../lib/feeds/taxi/portal_row.ts";
import { readCsvParse, readOurs, readUdsv } from "./csv.ts";
import { tripRecords } from "./trips.ts";

Deno.test("all readers find the same rows", async () => {
  const path = await Deno.makeTempFile({ suffix: ".csv" });
  try {
    // About 190 KB: more than one chunk of any reader.
    await Deno.writeTextFile(path, PORTAL_HEADER + tripRecords(500).map(portalRow).join(""));
    assert.equal(await readOurs(path), 500);
    assert.equal(await readCsvParse(path), 500);
    assert.equal(await readUdsv(path), 500);
  } finally {
    await Deno.remove(path);
  }
});
