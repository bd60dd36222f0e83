import { defineStream, Long, Nullable, Symbol, Timestamp, Type } from "./define.ts";

/**
 * The rejected input of all streams, so that reasons can be counted in SQL. `time` is when the bad
 * input was written: a file's last change, or the Kafka message's time; so reading the same file
 * again adds no row. `source` and `line` are a file and its line, or `topic/partition` and an offset.
 * A letter is open until `replayed` says when its record was sent again; `attempts` counts how often
 * that was done so far; it is null in a letter of another program. If the record is refused again, it
 * has a new, open letter, with the place of the letter before it: `replay:topic/partition`, and its
 * offset in that dead-letter topic.
 */
export const deadLetters = defineStream({
  name: "dead_letters",
  key: "source",
  time: "time",
  identity: ["stream", "source", "line"],
  partitionBy: "MONTH",
  schema: Type.Object({
    time: Timestamp(),
    stream: Symbol({ minLength: 1 }),
    source: Type.String({ minLength: 1 }),
    line: Long({ minimum: 0 }),
    field: Nullable(Symbol()),
    value: Nullable(Type.String()),
    reason: Type.String(),
    record: Nullable(Type.String()),
    attempts: Nullable(Long({ minimum: 0 })),
    replayed: Nullable(Timestamp()),
  }),
});
