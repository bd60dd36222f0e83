/** For the test of a feed. */
import { topicsOf } from "../kafka/topics.ts";
import { createTable } from "../questdb/tables.ts";
import type { Stream } from "../streams/stream.ts";

/**
 * Compares what streams declare with a snapshot beside the test that calls this: the table, the JSON
 * Schema, the topics. `deno test -A -u lib/feeds/<name>` writes the snapshot; look at it then.
 */
export function testStreams(streams: readonly Stream[], { topics = true } = {}): void {
  for (const stream of streams) {
    Deno.test(`${stream.name} has its table, topics and JSON Schema`, async (t) => {
      if (stream.table) await t.assertSnapshot(createTable(stream, stream.name));
      await t.assertSnapshot(schemaText(stream));
      if (topics) await t.assertSnapshot(topicsOf(stream));
    });
  }
}

/** The schema as JSON, one line per field. */
function schemaText({ schema: { properties, ...rest } }: Stream): string {
  const fields = Object.entries(properties)
    .map(([name, field]) => `  ${name}: ${JSON.stringify(field)}`);
  return [JSON.stringify(rest), ...fields].join("\n");
}
