import type { Questdb } from "../questdb/client.ts";
import { deadLetters } from "../streams/dead_letters.ts";
import type { LetterRow, LetterWriter } from "./letter_writer.ts";

/**
 * A letter writer that leaves letters alone whose record was sent again. Without Kafka, the same bad
 * input would replace their rows by open ones that no replay finds, and so could never close.
 */
export function keepReplayed(writer: LetterWriter, db: Questdb): LetterWriter {
  let rows: LetterRow[] = [];
  return {
    add: (row) => rows.push(row) > 1000,
    async flush() {
      const bySource = Map.groupBy(rows, ({ stream, source }) => JSON.stringify([stream, source]));
      rows = [];
      for (const some of bySource.values()) {
        const replayed = await replayedAmong(some, db);
        for (const row of some) if (!replayed.has(placeOf(row))) writer.add(row);
      }
      await writer.flush();
    },
    get pending() {
      return rows.length + writer.pending;
    },
  };
}

function placeOf({ line, time }: Pick<LetterRow, "line" | "time">): string {
  return `${line} ${Date.parse(time)}`;
}

/** The places of those that were sent again, of letters of one source. */
async function replayedAmong(rows: readonly LetterRow[], db: Questdb): Promise<Set<string>> {
  const [{ stream, source }] = rows as [LetterRow];
  let first = Infinity, last = 0;
  for (const { line } of rows) {
    first = Math.min(first, line);
    last = Math.max(last, line);
  }
  const found = await db.sql<{ line: number; time: number }>`
    select line, timestamp::long / 1000 time from ${deadLetters}
    where stream = ${stream} and source = ${source} and line >= ${first} and line <= ${last}
      and replayed is not null`;
  return new Set(found.map(({ line, time }) => `${line} ${time}`));
}
