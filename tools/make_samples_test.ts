import assert from "node:assert/strict";
import { readdir, readFile, stat } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { SAMPLE_DAY, samples } from "./make_samples.ts";

const data = new URL("../data/", import.meta.url);
const made = samples();

Deno.test("data/ holds what `deno task samples` makes", async () => {
  // Packed bytes may differ between versions of zlib, so what they hold is compared.
  for (const { path, text } of made) {
    const packed = await readFile(new URL(path, data));
    assert(gunzipSync(packed).toString() === text, `${path} differs: run \`deno task samples\``);
    assert.deepEqual([...packed.subarray(4, 8)], [0, 0, 0, 0], `${path} tells when it was packed`);
  }
});

Deno.test("data/ holds nothing else but its README, and stays under 4 MB", async () => {
  const entries = await readdir(data, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      `${parentPath}/${name}`.split("/data/").at(-1)!.replace(/^\/+/, "")
    );
  assert.deepEqual(files.sort(), ["README.md", ...made.map(({ path }) => path)].sort());
  const sizes = await Promise.all(
    files.map(async (name) => (await stat(new URL(name, data))).size),
  );
  assert(sizes.reduce((sum, size) => sum + size, 0) < 4_000_000);
});

Deno.test("samples() are two hours of events, a day of trips and a day of orders, all on one day", () => {
  const lines = (part: string) =>
    made.filter(({ path }) => path.includes(part)).flatMap(({ text }) =>
      text.trimEnd().split("\n")
    );
  const events = lines("github_events/").map((line) => JSON.parse(line).created_at as string);
  assert(events.length > 15_000 && events.length < 17_000, `${events.length}`);
  assert(Date.parse(events.at(-1)!) - Date.parse(events[0]!) > 119 * 60_000);
  const trips = lines("chicago_taxi/").slice(1).map((line) => line.split(",")[2]!);
  assert(trips.length > 17_500 && trips.length < 19_500, `${trips.length}`);
  assert.equal(new Set(trips).size, 96);
  const orders = lines("/orders.csv").slice(1).map((line) => line.split(",")[1]!);
  assert(orders.length > 1_000 && orders.length < 1_400, `${orders.length}`);
  const [year, month, day] = SAMPLE_DAY.split("-");
  assert(events.every((time) => time.startsWith(SAMPLE_DAY)));
  assert(trips.every((time) => time.startsWith(`${month}/${day}/${year} `)));
  assert(orders.every((date) => date === SAMPLE_DAY));
});
