import assert from "node:assert/strict";
import { fuzz } from "../fuzz_testing.ts";
import type { Random } from "../random.ts";
import type { JsonPart } from "./json_parts.ts";
import { itemsOf } from "./json_envelope.ts";
import { JsonReader } from "./json_reader.ts";

const isRecord = (value: object) => "record" in value;

/** What is read of a text that is cut anywhere. */
function read(text: string, random?: Random): JsonPart[] {
  const reader = new JsonReader({ isRecord });
  const parts: JsonPart[] = [];
  for (let at = 0, to; at < text.length; at = to) {
    to = random ? at + random.int(1, 40) : text.length;
    parts.push(...reader.push(text.slice(at, to)));
  }
  return [...parts, ...reader.end()];
}

const idsOf = (parts: JsonPart[]) =>
  parts.filter(({ value }) => value !== undefined).map(({ value }) =>
    (value as { record: unknown }).record
  );

function someRecord(id: number, random: Random): object {
  const text = random.pick(["", "a", '{"', "}{", '"', "\\", "\n", "[", "é🚕", '{"record":9']);
  const inner = random.pick<unknown>([null, {}, { a: [{ b: text }] }, [1, {}], 1e3, text]);
  return { record: id, text, inner };
}

/** A record as text, in one line or in many. */
function written(record: object, random: Random): string {
  return JSON.stringify(record, null, random.pick([0, 0, 0, 2]));
}

Deno.test("JsonReader finds every record, however they are written and cut", async () => {
  await fuzz((random) => {
    const records = Array.from({ length: random.int(0, 6) }, (_, id) => someRecord(id, random));
    const texts = records.map((record) => written(record, random));
    const between = () => random.pick(["\n", "\r\n", "", " ", ",", ",\n", "\n\n", "\n,"]);
    const text = random.pick([
      () => texts.map((text) => text + between()).join(""),
      () => `[${texts.join(random.pick([",", ",\n", "\n,"]))}]`,
      () => JSON.stringify(records, null, random.pick([0, 1, "\t"])),
      () => `${JSON.stringify({ total: 7, items: records })}\n`,
    ])();
    const parts = read(text, random);
    const ids = records.map((_, id) => id);
    // An envelope around nothing is itself what was read.
    if (records.length > 0 || !text.startsWith("{")) {
      assert.deepEqual(idsOf(parts), ids, text);
      assert.deepEqual(parts.filter(({ problem }) => problem), [], text);
    }
    const lines = parts.map(({ line }) => line);
    assert.deepEqual(lines, [...new Set(lines)].sort((a, b) => a - b), "no two have one line");
  });
});

Deno.test("JsonReader loses only what is damaged, and nothing in silence", async () => {
  await fuzz((random) => {
    const count = random.int(2, 6);
    const hit = random.int(0, count - 1);
    const texts = Array.from(
      { length: count },
      (_, id) => JSON.stringify({ record: id, a: "b", c: [{}] }),
    );
    const at = random.int(1, texts[hit]!.length - 1);
    const junk = random.pick(["", '"', "{", "}", "\0", "x", "\\", "[", '{"']);
    texts[hit] = texts[hit]!.slice(0, at) + junk + texts[hit]!.slice(at + random.int(0, 9));
    const text = texts.join("\n");
    const parts = read(text, random);
    const ids = idsOf(parts).filter((id) => typeof id === "number" && id !== hit);
    const others = Array.from({ length: count }, (_, id) => id).filter((id) => id !== hit);
    assert.deepEqual(ids.filter((id) => others.includes(id as number)), others, text);
    const raws = parts.map(({ raw }) => raw).join("").replace(/[\s,[\]{}]/g, "");
    assert.equal(raws, text.replace(/[\s,[\]{}]/g, ""), "every character is in one part");
    assert.deepEqual(parts, read(text), "the same wherever it is cut");
  });
});

/** Whether a part of the text is a whole envelope: its own fields are left out. */
function hasEnvelope(text: string): boolean {
  for (const { index: from } of text.matchAll(/\{/g)) {
    for (const { index: to } of text.matchAll(/\}/g)) {
      try {
        const value = JSON.parse(text.slice(from, to + 1));
        if (itemsOf(value, isRecord)) return true;
      } catch {
        // Not an object.
      }
    }
  }
  return false;
}

Deno.test("JsonReader never fails on anything", async () => {
  await fuzz((random) => {
    const tokens = [
      "{",
      "}",
      "[",
      "]",
      '"',
      ",",
      ":",
      "\n",
      "\\",
      "1",
      "null",
      '{"record":1}',
      " ",
      "é",
    ];
    const text = Array.from({ length: random.int(0, 60) }, () => random.pick(tokens)).join("");
    const parts = read(text, random);
    for (const { value, problem } of parts) {
      assert.ok((value === undefined) !== (problem === undefined));
    }
    const found = parts.map(({ raw }) => raw).join("").replace(/[\s,[\]{}]/g, "").length;
    const withoutHeads = text.replace(/\{[^{}]*\[/g, ""); // of envelopes
    const all = withoutHeads.replace(/[\s,[\]{}]/g, "").length;
    assert.ok(found >= all || hasEnvelope(text), text);
  });
});
