import assert from "node:assert/strict";
import { fuzz } from "../fuzz_testing.ts";
import type { Random } from "../random.ts";
import {
  defineStream,
  Long,
  Nullable,
  type Stream,
  Symbol,
  Timestamp,
  Type,
} from "../streams/define.ts";
import { isoTime } from "../time.ts";
import { compileEncoder } from "./encoder.ts";

const stream = defineStream({
  name: "things",
  key: "id",
  time: "at",
  identity: ["id"],
  unknown: "keep",
  schema: Type.Object({
    id: Type.String(),
    at: Timestamp(),
    kind: Nullable(Symbol()),
    n: Nullable(Long()),
    x: Nullable(Type.Number()),
    flag: Type.Boolean(),
    seen: Nullable(Timestamp()),
    list: Nullable(Type.Array(Type.Unknown())),
  }),
}) as Stream;
const PARTS = [
  "\\",
  '"',
  "\n",
  "\r",
  ",",
  "=",
  " ",
  "a",
  "é",
  "🍕",
  "\t",
  "\x01",
  "\x10",
  "i",
  "t",
  "0",
];

/** A slow decoder of one line of the protocol, byte by byte, as its reference describes it. */
function decode(line: Uint8Array): Record<string, unknown> {
  let p = 0;
  const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  /** Reads up to an unescaped stop byte, without the backslashes. */
  function until(stops: string): string {
    const bytes: number[] = [];
    while (p < line.length && !stops.includes(String.fromCharCode(line[p]!))) {
      if (line[p] === 92) p++;
      bytes.push(line[p++]!);
    }
    return utf8.decode(Uint8Array.from(bytes));
  }
  const row: Record<string, unknown> = {};
  assert.equal(until(", "), "things");
  while (line[p] === 44) {
    p++;
    const name = until("=");
    p++;
    row[name] = until(", ");
  }
  do {
    p++;
    const name = until("=");
    p++;
    if (line[p] === 61) {
      assert.equal(line[p + 1], 16);
      row[name] = new DataView(line.buffer, line.byteOffset + p + 2, 8).getFloat64(0, true);
      p += 10;
    } else if (line[p] === 34) {
      p++;
      row[name] = until('"');
      p++;
    } else row[name] = until(", ");
  } while (line[p] === 44);
  p++;
  row.timestamp = until("\n");
  assert.equal(p, line.length - 1);
  return row;
}

const microsOf = (seconds: number, micros: number) =>
  `${BigInt(seconds) * 1_000_000n + BigInt(micros)}t`;

function someText(random: Random): string {
  return Array.from({ length: random.int(0, 9) }, () => random.pick(PARTS)).join("");
}

Deno.test("an encoded record is decoded as the same values", async () => {
  const encoder = compileEncoder(stream, "things");
  await fuzz((random) => {
    const maybe = <T>(value: T) => random.next() < 0.2 ? null : value;
    const [seconds, seen] = [random.int(0, 253402300799), random.int(0, 253402300799)];
    const [micros, seenMicros] = [random.int(0, 999_999), random.int(0, 999_999)];
    const given = {
      id: someText(random),
      kind: maybe(someText(random)),
      n: maybe(random.pick([0, 1, -1, 1e9, Number.MAX_SAFE_INTEGER, random.int(-1e15, 1e15)])),
      x: maybe(random.pick([-0, 5e-324, 1e308, random.normal() * 10 ** random.int(-300, 300)])),
      flag: random.next() < 0.5,
      seen: maybe(isoTime(seen, seenMicros, 6)),
      list: maybe([someText(random), { [someText(random)]: random.next() }]),
    };
    const more = random.next() < 0.3 ? { [`new ${someText(random)}`]: someText(random) } : {};
    const record = { ...given, at: isoTime(seconds, micros, 6), ...more };
    assert.deepEqual(stream.check(record), []);
    encoder.add(record);
    const expected = {
      ...given,
      n: given.n === null ? null : `${given.n}i`,
      flag: given.flag ? "t" : "f",
      seen: given.seen === null ? null : microsOf(seen, seenMicros),
      list: given.list === null ? null : JSON.stringify(given.list),
      unknown_fields: Object.keys(more).length > 0 ? JSON.stringify(more) : null,
      timestamp: microsOf(seconds, micros),
    };
    const values = Object.entries(expected).filter(([, value]) => value !== null);
    assert.deepEqual(decode(encoder.take().bytes), Object.fromEntries(values));
  });
});
