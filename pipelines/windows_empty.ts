/** Why a window finds no records: what was rejected, and what waits in the topic. */
import { letterRow } from "../lib/delivery/letter_row.ts";
import type { LetterRow } from "../lib/delivery/letter_writer.ts";
import { describeBadRecord, shortText } from "../lib/errors.ts";
import type { KafkaClient } from "../lib/kafka/client.ts";
import { readTopic } from "../lib/kafka/read.ts";
import { describeTopics, listTopics } from "../lib/kafka/topic_admin.ts";
import type { Questdb } from "../lib/questdb/client.ts";
import { deadLetters } from "../lib/streams/dead_letters.ts";
import type { Stream } from "../lib/streams/stream.ts";
import { NoRecordsError } from "../lib/windows/no_records.ts";

/** The engines that know it. */
export interface Sources {
  kafka: KafkaClient;
  /** Left out by engines that need no QuestDB. */
  db?: Questdb;
}

/**
 * Does the work of running windows.
 *
 * @throws {Error} In place of a {@linkcode NoRecordsError}: why there are none, and the command that helps.
 */
export async function explainingEmpty<T>(sources: Sources, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof NoRecordsError)) throw error;
    const { problem, stream } = error;
    const why = await rejected(sources, stream) ?? await waiting(sources, stream);
    throw why === undefined ? error : new Error(`${problem}. ${why}`);
  }
}

/** The stream's dead letters, in words; undefined if there are none. */
async function rejected({ kafka, db }: Sources, stream: Stream): Promise<string | undefined> {
  const stored = db && await storedLetters(db, stream);
  if (db && stored) {
    const table = db.tableOf(deadLetters);
    const query = `select * from ${table} where stream = '${stream.name}'`;
    return inWords(stored.count, stored.first, `sql "${query}"`);
  }
  const topic = kafka.deadLetterTopicOf(stream);
  const count = await messages(kafka, topic);
  if (count === 0) return undefined;
  for await (const { partition, messages: [first] } of readTopic(kafka, topic)) {
    const letter = letterRow(stream, first!, { topic, partition });
    return inWords(count, letter, `replay ${stream.name} --dry-run`);
  }
}

/** What a dead letter says. */
type Letter = Pick<LetterRow, "source" | "line" | "field" | "reason">;

async function storedLetters(
  db: Questdb,
  { name }: Stream,
): Promise<{ count: number; first: Letter } | undefined> {
  const table = db.tableOf(deadLetters);
  const [known] = await db.sql`select table_name from tables() where table_name = ${table}`;
  if (!known) return undefined;
  const [first] = await db.sql<Letter>`
    select source, line, field, reason from ${deadLetters}
    where stream = ${name} order by timestamp, source, line limit 1`;
  const [all] = await db.sql<{ n: number }>`
    select count() n from ${deadLetters} where stream = ${name}`;
  return first && { count: Number(all!.n), first };
}

function inWords(count: number, { source, line, field, reason }: Letter, command: string): string {
  const bad = { source, line: Number(line), field: field ?? "", value: "", reason };
  const what = count === 1
    ? "One record was rejected"
    : `${count} records were rejected, the first`;
  return `${what}: ${shortText(describeBadRecord(bad), 300)}. Show them with: deno task ${command}`;
}

/** What the stream's topic holds, for a window that reads the table; undefined if nothing. */
async function waiting({ kafka }: Sources, stream: Stream): Promise<string | undefined> {
  const topic = kafka.topicOf(stream);
  const count = await messages(kafka, topic);
  if (count === 0) return undefined;
  return `The topic ${topic} holds ${count} records that are not stored yet. ` +
    `Store them with: deno task sink ${stream.name} --once`;
}

/** Messages of a topic; 0 if there is none. */
async function messages(kafka: KafkaClient, topic: string): Promise<number> {
  if (!(await listTopics(kafka)).includes(topic)) return 0;
  const [info] = await describeTopics(kafka, [topic]);
  return info!.partitions.reduce((sum, { start, end }) => sum + end - start, 0);
}
