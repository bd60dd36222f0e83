import type { Source } from "../sources/source.ts";
import { isoMillis } from "../time.ts";

/**
 * Reads a source again and again. The times of each round follow those of the round before, with a
 * second between them, so that a pace by the records' own times goes on. Ends after a round without
 * records, as when all are rejected.
 *
 * @param open Opens the source for a round. Its streams have ISO times.
 */
export async function* roundAfterRound(open: () => Source): Source {
  let shift = 0;
  for (;;) {
    let first = Infinity, last = -Infinity;
    for await (const batch of open()) {
      const { time } = batch.stream;
      const records = batch.records.map((record) => {
        const ms = Date.parse(String(record[time]));
        if (isNaN(ms)) return record; // its check says what is wrong
        first = Math.min(first, ms);
        last = Math.max(last, ms);
        return shift === 0 ? record : { ...record, [time]: isoMillis(ms + shift) };
      });
      yield { ...batch, records };
    }
    if (last < first) return;
    shift += last - first + 1000;
  }
}
