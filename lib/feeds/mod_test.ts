/** Tests of every declared stream; a new stream is tested here without further code. */
import Ajv2020 from "ajv/2020";
import addFormats from "ajv-formats";
import assert from "node:assert/strict";
import { type Random, seeded } from "../random.ts";
import { uuid } from "../simulators/uuid.ts";
import { isoTime } from "../time.ts";
import type { Facts } from "../streams/columns.ts";
import { deadLetters } from "../streams/dead_letters.ts";
import type { Stream } from "../streams/define.ts";
import { streams } from "./mod.ts";
import { testStreams } from "./testing.ts";

const all: Record<string, Stream> = { ...streams, dead_letters: deadLetters as Stream };

testStreams([deadLetters as Stream], { topics: false });

for (const [name, stream] of Object.entries(all)) {
  Deno.test(`${name} refuses empty text in its key and identity`, () => {
    const { properties } = fieldsOf(stream);
    for (const field of [stream.key, ...stream.identity]) {
      const { type, minLength = 0, pattern } = properties![field]!;
      const refuses = minLength > 0 || pattern !== undefined && !new RegExp(pattern).test("");
      assert.ok(type !== "string" || refuses, field);
    }
  });
}

/** The schema of a stream's fields; in a change stream, the schema of `after`. */
function fieldsOf({ schema, changes }: Stream): Facts {
  return changes ? (schema as Facts).properties!.after!.anyOf![0]! : schema as Facts;
}

/** Values that nobody expects in a message. */
const ODD: unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  2 ** 53 + 2,
  "",
  "text",
  "🍕".repeat(3),
  "2026-01-01T00:00:00Z",
  "2026-02-30T00:00:00Z",
  "1969-12-31T23:59:59Z",
  "2026-01-01T00:00:00+01:00",
  "2026-01-01T00:00:00z",
  "2016-12-31T23:59:60Z",
  "2026-01-01 00:00:00Z",
  "9999-12-31T23:59:59.999999Z",
  "2026-01-01T00:00:00.1234567Z",
  [],
  {},
  [{}],
];

/** A value that a schema accepts, made from the few JSON Schema keywords that the streams use. */
function someValue(
  schema: Facts & { exclusiveMinimum?: number; examples?: unknown[] },
  random: Random,
): unknown {
  if (schema.examples) return random.pick(schema.examples);
  if (schema.anyOf) return someValue(random.pick(schema.anyOf), random);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return random.pick(schema.enum);
  const { minimum = schema.exclusiveMinimum ?? -1e6, maximum = 1e6 } = schema;
  switch (schema.type) {
    case "null":
      return null;
    case "boolean":
      return random.next() < 0.5;
    case "integer":
      return random.int(minimum, maximum);
    case "number":
      return minimum + random.next() * (maximum - minimum);
    case "string":
      if (schema.format === "date-time") return isoTime(random.int(0, 4e9), random.int(0, 999_999));
      if (schema.pattern?.includes("{12}")) return uuid(random);
      return "xyz🍕".repeat(random.int(schema.minLength ?? 0, 3));
    case "array":
      return Array.from({ length: random.int(1, 3) }, () => someValue(schema.items!, random));
    case "object":
      return Object.fromEntries(
        Object.entries(schema.properties!)
          .filter(([name]) => schema.required?.includes(name) || random.next() < 0.8)
          .map(([name, field]) => [name, someValue(field, random)]),
      );
  }
  throw new Error(`Cannot make a value for ${JSON.stringify(schema)}`);
}

/** The record with one thing changed somewhere: replaced, left out, or added. */
function mutated(record: unknown, random: Random): unknown {
  if (typeof record !== "object" || record === null || random.next() < 0.05) {
    return random.pick(ODD);
  }
  const copy = structuredClone(record) as Record<string, unknown>;
  const names = Object.keys(copy);
  if (names.length === 0 || random.next() < 0.08) return { ...copy, unexpected: random.pick(ODD) };
  const name = random.pick(names);
  const kind = random.next();
  if (kind < 0.15) delete copy[name];
  else if (kind < 0.6) copy[name] = random.pick(ODD);
  else copy[name] = mutated(copy[name], random);
  return Array.isArray(record) ? Object.values(copy) : copy;
}

/** Errors that JSON Schema cannot express: the streams' own rules, recognised by their reasons. */
const RULES = /^must (not be before|hold the record)/;

for (const [name, stream] of Object.entries(all)) {
  Deno.test(`${name}: check() and a JSON Schema validator agree on records and their mutations`, () => {
    const ajv = new Ajv2020.default({ strict: true, allErrors: true });
    ajv.addKeyword("column"); // our own: the QuestDB type
    addFormats.default(ajv);
    assert.ok(ajv.validateSchema(stream.schema), ajv.errorsText());
    const accepts = ajv.compile(stream.schema);
    const random = seeded(name);
    let good = 0, bad = 0;
    for (let i = 0; i < 3000; i++) {
      let record = someValue(stream.schema as Facts, random);
      for (let n = random.int(0, 2); n > 0; n--) record = mutated(record, random);
      const errors = stream.check(record).filter(({ reason }) => !RULES.test(reason));
      assert.equal(
        errors.length === 0,
        accepts(record),
        `${JSON.stringify(record)}: we ${JSON.stringify(errors)}, ajv ${
          ajv.errorsText(accepts.errors)
        }`,
      );
      assert.equal(stream.valid(record), stream.check(record).length === 0);
      if (errors.length === 0) good++;
      else bad++;
    }
    assert.ok(good > 500 && bad > 500, `${good} good, ${bad} bad`);
  });
}

Deno.test("streams are listed by their names", () => {
  for (const [name, stream] of Object.entries(streams)) assert.equal(stream.name, name);
});
