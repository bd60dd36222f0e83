import { parse } from "csv-parse";
import { createReadStream } from "node:fs";
import { inferSchema, initParser } from "udsv";
import { taxiCsv } from "../lib/feeds/taxi/portal_csv.ts";
import type { Bench } from "./bench.ts";
import { tripFile } from "./trips.ts";

const TRIPS = 100_000;

/** Reading a portal's CSV file: ours yields checked, typed records with their lines, the peers text. */
export const csv: Bench = {
  name: "csv",
  unit: "rows",
  summary: "a portal's CSV file as records; the peers stop at rows of text",
  async open({ log }) {
    const { path, bytes } = await tripFile({ trips: TRIPS }, log);
    return {
      peers: true,
      bytes,
      ways: [
        { name: "ours", run: (time) => time(() => readOurs(path)) },
        { name: "csv-parse (text)", ratio: 1, run: (time) => time(() => readCsvParse(path)) },
        { name: "udsv (text)", run: (time) => time(() => readUdsv(path)) },
      ],
    };
  },
};

/** Reads with our source. @returns Number of records. */
export async function readOurs(path: string): Promise<number> {
  let count = 0;
  for await (const { records } of taxiCsv(path)) count += records.length;
  return count;
}

/** Reads with csv-parse. @returns Number of rows after the header. */
export async function readCsvParse(path: string): Promise<number> {
  let count = -1;
  const rows = createReadStream(path).pipe(parse());
  rows.on("data", () => count++);
  await new Promise((resolve, reject) => rows.on("end", resolve).on("error", reject));
  return count;
}

/** Reads with udsv. @returns Number of rows after the header. */
export async function readUdsv(path: string): Promise<number> {
  using file = await Deno.open(path);
  let count = 0;
  let parser: ReturnType<typeof initParser> | undefined;
  for await (const text of file.readable.pipeThrough(new TextDecoderStream())) {
    parser ??= initParser(inferSchema(text));
    // With a callback it keeps no rows.
    parser.chunk<string[]>(text, parser.stringArrs, () => {
      count++;
    });
  }
  parser?.end();
  return count;
}
