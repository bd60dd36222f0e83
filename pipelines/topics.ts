/** `deno task topics`: Kafka from the shell. */
import { defineCommand, main } from "../lib/cli.ts";
import { UsageError } from "../lib/errors.ts";
import { connectKafka, type KafkaClient } from "../lib/kafka/client.ts";
import { createTopic } from "../lib/kafka/create_topic.ts";
import { findTopic } from "../lib/kafka/find_topic.ts";
import { listGroups } from "../lib/kafka/groups.ts";
import type { IncomingBatch } from "../lib/kafka/consumer.ts";
import { readTopic } from "../lib/kafka/read.ts";
import { messageRow, topicRow } from "../lib/kafka/summaries.ts";
import { deleteTopics, describeTopics, listTopics, topicConfig } from "../lib/kafka/topic_admin.ts";
import { readAsGroup } from "../lib/processing/read_as_group.ts";
import { findStack } from "../lib/stack/mod.ts";
import { formatTable } from "../lib/table.ts";

/** The actions, and whether each needs the name of a topic. */
const ACTIONS: Record<string, boolean> = {
  list: false,
  describe: true,
  read: true,
  groups: false,
  create: true,
  delete: true,
};

await main(defineCommand({
  name: "topics",
  summary: "Shows, reads, creates and deletes Kafka topics.",
  words: "<list|describe|read|groups|create|delete> [topic]",
  count: [1, 2],
  flags: {
    from: {
      type: "string",
      value: "earliest|latest|offset",
      default: "earliest",
      help: "read: where to start",
    },
    limit: { type: "integer", value: "n", help: "read: maximum number of messages" },
    follow: { type: "boolean", help: "read: continue with new messages until Ctrl-C" },
    group: {
      type: "string",
      value: "name",
      help:
        "read: as a member of this consumer group: from what it has committed on, and commit what is read",
    },
    partitions: { type: "integer", value: "n", default: 2, help: "create: number of partitions" },
    all: { type: "boolean", help: "list, groups: include every namespace" },
    json: { type: "boolean", help: "print one line of JSON; read always prints one per message" },
  },
  examples: [
    "deno task topics list",
    "deno task topics read taxi_trips --limit 3",
    "deno task topics read orders --from latest --follow",
    "deno task topics read orders --group mine        # again: only what is new since",
    "deno task topics groups --json",
    "deno task topics create scratch --partitions 4",
  ],
  async run({ flags, args, signal }) {
    const [action, name] = checkWords(args);
    const from = startOf(flags.from);
    if (flags.partitions < 1) throw new UsageError("Cannot use --partitions 0: a topic needs one");
    checkGroup(action, flags.group, from);
    const { endpoints } = await findStack({ need: ["kafka"] });
    const kafka = await connectKafka(endpoints.kafka, { signal, patience: 10_000 });
    const show = (rows: object[]) =>
      console.log(
        flags.json ? JSON.stringify(rows) : formatTable(rows as Record<string, unknown>[], {
          maxRows: Infinity,
          maxWidth: 249, // the longest name that Kafka allows
        }),
      );
    try {
      if (action === "list") {
        const names = await listTopics(kafka);
        const own = names.filter((topic) => flags.all || topic.startsWith(kafka.prefix));
        return show((await describeTopics(kafka, own)).map(topicRow));
      }
      if (action === "groups") return show(await listGroups(kafka, flags));
      if (action === "create") return await create(kafka, { name, ...flags });
      const topic = await findTopic(kafka, name, { own: action === "delete" });
      if (action === "delete") {
        await deleteTopics(kafka, [topic]);
        return console.log(flags.json ? JSON.stringify({ deleted: topic }) : `deleted ${topic}`);
      }
      if (action === "read") return await read(kafka, topic, { ...flags, from, signal });
      const [info] = await describeTopics(kafka, [topic]);
      const config = await topicConfig(kafka, topic);
      if (flags.json) return console.log(JSON.stringify({ ...info, config }));
      console.log(`topic ${topic}`);
      for (const [key, value] of Object.entries(config)) {
        console.log(`${key} ${value}`);
      }
      show(info!.partitions.map((at) => ({ ...at, messages: at.end - at.start })));
    } finally {
      await kafka.close();
    }
  },
}));

function checkWords([action, name]: string[]): [string, string] {
  if (!Object.hasOwn(ACTIONS, action!)) {
    const known = Object.keys(ACTIONS).join(", ");
    throw new UsageError(`Cannot use ${JSON.stringify(action)}: choose ${known}`);
  }
  if (ACTIONS[action!] && name === undefined) {
    throw new UsageError(`Missing topic: name the topic to ${action}`);
  }
  if (!ACTIONS[action!] && name !== undefined) {
    throw new UsageError(`Cannot use ${JSON.stringify(name)}: ${action} takes no topic`);
  }
  return [action!, name ?? ""];
}

function startOf(text: string): "earliest" | "latest" | number {
  if (text === "earliest" || text === "latest") return text;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new UsageError(
    `Cannot use --from ${JSON.stringify(text)}: choose earliest, latest or an offset`,
  );
}

/** @throws {UsageError} A group cannot be used so. */
function checkGroup(action: string, group: string | undefined, from: string | number): void {
  if (group === undefined) return;
  if (action !== "read") throw new UsageError(`Cannot use --group with ${action}: only read does`);
  if (!/^[\w.-]{1,200}$/.test(group)) {
    throw new UsageError(
      `Cannot use --group ${JSON.stringify(group)}: use letters, digits, ".", "_" and "-"`,
    );
  }
  if (typeof from === "number") {
    throw new UsageError(
      `Cannot use --from ${from} with --group: a group goes on from what it has committed; ` +
        "earliest or latest say where it begins the first time",
    );
  }
}

async function create(
  kafka: KafkaClient,
  { name, partitions, json }: {
    name: string;
    partitions: number;
    json: boolean;
  },
): Promise<void> {
  const topic = await createTopic(kafka, name, { partitions });
  console.log(
    json
      ? JSON.stringify({ created: topic, partitions })
      : `created ${topic} with ${partitions} partition${partitions === 1 ? "" : "s"}`,
  );
}

/** Prints messages. @returns The exit code: 1 if there were unreadable ones, named on stderr. */
async function read(
  kafka: KafkaClient,
  topic: string,
  options: {
    from: "earliest" | "latest" | number;
    limit?: number;
    follow: boolean;
    group?: string;
    signal: AbortSignal;
  },
): Promise<number> {
  const { group, limit = Infinity, from } = options;
  let unreadable = 0;
  function print({ partition, messages }: Pick<IncomingBatch, "partition" | "messages">) {
    const lines = messages.filter((message) => message.unreadable === undefined)
      .map((message) => JSON.stringify(messageRow(partition, message)));
    if (lines.length > 0) console.log(lines.join("\n"));
    // All messages of a batch have the same reason, which names their offsets.
    for (const reason of new Set(messages.map((message) => message.unreadable))) {
      if (reason !== undefined) console.error(`${topic}/${partition}: ${reason}`);
    }
    unreadable += messages.length - lines.length;
  }
  const onWaiting = () => console.error(`waiting for new records of ${topic}; Ctrl-C ends`);
  if (group !== undefined && typeof from === "string") {
    await readAsGroup(kafka, topic, {
      ...options,
      from,
      group: `${kafka.prefix}${group}`,
      onMessages: print,
      onJoined: () => options.follow && onWaiting(),
    });
  } else if (limit > 0) {
    let left = limit;
    for await (const batch of readTopic(kafka, topic, { ...options, onWaiting })) {
      const messages = batch.messages.slice(0, left);
      print({ ...batch, messages });
      left -= messages.length;
      if (left <= 0) break;
    }
  }
  if (unreadable === 0) return 0;
  console.error(`${unreadable} ${unreadable === 1 ? "message is" : "messages are"} unreadable`);
  return 1;
}
