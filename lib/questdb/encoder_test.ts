import assert from "node:assert/strict";
import {
  defineStream,
  IPv4,
  Long,
  Nullable,
  type Stream,
  Symbol,
  Timestamp,
  Type,
  Uuid,
} from "../streams/define.ts";
import { compileEncoder } from "./encoder.ts";

const things = defineStream({
  name: "things",
  key: "id",
  time: "at",
  identity: ["id", "kind"],
  schema: Type.Object({
    id: Type.String(),
    at: Timestamp(),
    kind: Symbol(),
    label: Nullable(Symbol()),
    n: Nullable(Long()),
    x: Nullable(Type.Number()),
    flag: Type.Boolean(),
    seen: Nullable(Timestamp()),
    session: Nullable(Uuid()),
    address: Nullable(IPv4()),
    list: Nullable(Type.Array(Type.Unknown())),
  }),
}) as Stream;

/**
 * Lines of ILP version 2 as in QuestDB's reference: table and symbols, a space, the fields, a space,
 * and the time. `«…»` is replaced by the eight bytes of a double.
 */
function lines(text: string): Uint8Array {
  const parts = text.split(/«(.*?)»/);
  return Uint8Array.from(parts.flatMap((part, i) => {
    if (i % 2 === 0) return [...new TextEncoder().encode(part)];
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, Number(part), true);
    return [...new Uint8Array(view.buffer)];
  }));
}

/** Bytes as text, to see where two differ. */
const shown = (bytes: Uint8Array) => new TextDecoder("latin1").decode(bytes);

function encoded(stream: Stream, ...records: Record<string, unknown>[]): string {
  const encoder = compileEncoder(stream, `lab_${stream.name}`);
  for (const record of records) {
    assert.deepEqual(stream.check(record), []);
    encoder.add(record);
  }
  return shown(encoder.take().bytes);
}

const record = {
  id: "x 1",
  at: "2026-01-01T00:00:00.000001Z",
  kind: "a b",
  label: "c,d",
  n: -42,
  x: 8.75,
  flag: true,
  seen: "1970-01-02T00:00:00Z",
  session: "01234567-89ab-4def-8123-456789abcdef",
  address: "10.0.0.1",
  list: ["q", 1, { é: null }],
};

Deno.test("compileEncoder() writes every type in the line protocol", () => {
  assert.equal(
    encoded(things, record),
    shown(lines(
      "lab_things,kind=a\\ b,label=c\\,d " +
        'id="x 1",n=-42i,x==\x10«8.75»,flag=t,seen=86400000000t,' +
        'session="01234567-89ab-4def-8123-456789abcdef",address="10.0.0.1",' +
        'list="[\\"q\\",1,{\\"é\\":null}]" 1767225600000001t\n',
    )),
  );
});

Deno.test("compileEncoder() leaves out null and absent fields", () => {
  const nothing = { id: "y", at: record.at, kind: "", flag: false };
  const nulls = { label: null, n: null, x: undefined, seen: null, session: null, list: null };
  const line = 'lab_things,kind= id="y",flag=f 1767225600000001t\n';
  assert.equal(encoded(things, nothing, { ...nothing, ...nulls }), line + line);
});

Deno.test("compileEncoder() writes zero, false and empty text: they are not null", () => {
  const record = { id: "", at: "1970-01-01T00:00:01Z", kind: "k", n: 0, x: -0, flag: false };
  assert.equal(
    encoded(things, record),
    shown(lines('lab_things,kind=k id="",n=0i,x==\x10«-0»,flag=f 1000000t\n')),
  );
});

Deno.test("compileEncoder() writes streams of only symbols and of none", () => {
  const base = { key: "a", time: "at", identity: ["a"] } as const;
  const at = "2026-01-01T00:00:00Z";
  const symbols = defineStream({
    ...base,
    name: "symbols",
    schema: Type.Object({ a: Symbol(), at: Timestamp() }),
  }) as Stream;
  const none = defineStream({
    ...base,
    name: "none",
    schema: Type.Object({ a: Long(), at: Timestamp() }),
  }) as Stream;
  assert.equal(encoded(symbols, { a: "x", at }), "lab_symbols,a=x 1767225600000000t\n");
  assert.equal(encoded(none, { a: 5, at }), "lab_none a=5i 1767225600000000t\n");
});

Deno.test("compileEncoder() writes a change event's row, its time to the microsecond", () => {
  const shelves = defineStream({
    name: "shelves",
    key: "id",
    time: "ts_ms",
    identity: ["id"],
    changes: true,
    schema: Type.Object({ id: Symbol(), width: Nullable(Type.Number()) }),
  }) as Stream;
  const row = { id: "a", width: 2 };
  assert.equal(
    encoded(
      shelves,
      { op: "c", ts_ms: 1767225600123, before: null, after: row },
      { op: "u", ts_ms: 1767225600123, after: row, ts_us: 1767225600123456, source: { lsn: 7 } },
      { op: "d", ts_ms: 1767225600999, before: { id: "a" }, after: null, ts_us: 5 },
    ),
    shown(lines(
      "lab_shelves,id=a,op=c width==\x10«2»,change_position=0i 1767225600123000t\n" +
        "lab_shelves,id=a,op=u width==\x10«2»,change_position=7i 1767225600123456t\n" +
        "lab_shelves,id=a,op=d change_position=0i 1767225600999000t\n",
    )),
  );
});

Deno.test("compileEncoder() knows where each row starts, even if a row is larger than its buffer", () => {
  const encoder = compileEncoder(things, "t");
  const sizes = [1, 3_000_000, 0, 500_000, 7].map((size) => {
    const before = encoder.bytes;
    encoder.add({ ...record, id: "é".repeat(size) });
    return encoder.bytes - before;
  });
  assert.equal(encoder.rows, 5);
  const { bytes, starts } = encoder.take();
  assert.deepEqual(starts.slice(1).map((end, i) => end - starts[i]!), sizes);
  assert.deepEqual([starts[0], starts.at(-1)], [0, bytes.length]);
  const text = new TextDecoder().decode(bytes.subarray(starts[1], starts[2]));
  assert.ok(text.startsWith("t,kind=") && text.endsWith("000001t\n"));
  assert.ok(text.includes(`id="${"é".repeat(3_000_000)}"`));
});

Deno.test("take() keeps its bytes while the next batch fills, but not the one after", () => {
  const encoder = compileEncoder(things, "t");
  const batch = (id: string) => {
    for (let i = 0; i < 100; i++) encoder.add({ ...record, id: id.repeat(8) });
    return encoder.take();
  };
  const first = batch("a");
  const copy = shown(first.bytes);
  const second = batch("b");
  for (let i = 0; i < 50; i++) encoder.add({ ...record, id: "" });
  assert.notEqual(shown(first.bytes), copy, "the test proves nothing if buffers are not reused");
  assert.equal(shown(second.bytes), copy.replaceAll("aaaaaaaa", "bbbbbbbb"));
  assert.equal(encoder.rows, 50);
  encoder.take();
  assert.deepEqual([encoder.rows, encoder.bytes], [0, 0]);
});
