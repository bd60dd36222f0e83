import type { KafkaClient } from "../kafka/client.ts";
import { committedOffsets } from "../kafka/offsets.ts";
import { readTopic } from "../kafka/read.ts";
import { deleteTopics } from "../kafka/topic_admin.ts";
import { ensureTopics } from "../kafka/topics.ts";
import { sinkGroup } from "../delivery/sink.ts";
import { untilApplied } from "../questdb/applied.ts";
import type { Questdb } from "../questdb/client.ts";
import { rowsOf } from "./audit.ts";
import { IdSet } from "./id_set.ts";
import { idIn } from "./records.ts";
import { chaosRecords } from "./stream.ts";

/** Drops the table and remembers what it held. The sinks must stand still. */
export async function dropTable(db: Questdb, dropped: IdSet): Promise<void> {
  const table = db.tableOf(chaosRecords);
  await untilApplied(db, [table]);
  for await (const { id } of rowsOf(db)) dropped.add(id);
  await db.run(`drop table if exists "${table}"`);
}

/**
 * Deletes the topic, creates it again, and remembers which of its records the group had not
 * committed, without those stored already. Producer and sinks must stand still.
 */
export async function recreateTopic(
  kafka: KafkaClient,
  db: Questdb,
  discarded: IdSet,
): Promise<void> {
  const stored = new IdSet();
  await untilApplied(db, [db.tableOf(chaosRecords)]);
  for await (const { id } of rowsOf(db)) stored.add(id);
  const topic = kafka.topicOf(chaosRecords);
  const group = sinkGroup(kafka, chaosRecords);
  const committed = (await committedOffsets(kafka, group, [topic])).get(topic);
  for await (const { partition, messages } of readTopic(kafka, topic)) {
    for (const message of messages) {
      if (message.offset < (committed?.get(partition) ?? 0)) continue;
      const id = idIn(message.text() ?? "");
      if (id !== undefined && !stored.has(id)) discarded.add(id);
    }
  }
  await deleteTopics(kafka, [topic]);
  await ensureTopics(kafka, [chaosRecords]);
}
