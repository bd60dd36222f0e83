/** For tests with engines: the running stack, and a separate namespace on it per test. */
import { type Endpoints, inNamespace, type KafkaEndpoint } from "./config.ts";
import { connectKafka } from "./kafka/client.ts";
import { deleteTopics, listTopics } from "./kafka/topic_admin.ts";
import { connectQuestdb, type Questdb, type QuestdbOptions } from "./questdb/client.ts";
import { until } from "./retry.ts";
import { ensureStack } from "./stack/mod.ts";

let stack: Promise<Endpoints> | undefined;

/** The engines; starts them if none are running. */
export function testStack(): Promise<Endpoints> {
  return stack ??= ensureStack().then((stack) => stack.endpoints);
}

/** A random namespace, different for each test. */
export function testNamespace(): string {
  return `t${crypto.randomUUID().slice(0, 8)}`;
}

/** A namespace on both engines. */
export interface Space {
  /** Addresses of the engines, with the namespace. */
  endpoints: Endpoints;
  db: Questdb;
  namespace: string;
  /** The namespace with its underscore. */
  prefix: string;
}

/** What QuestDB's tables() lists, by its types, in the order in which they can be dropped. */
const KINDS: Record<string, string> = { V: "view", M: "materialized view", T: "table" };

/** Runs a test in its own namespace; drops its views, tables, topics and groups afterwards. */
export async function withNamespace(
  test: (space: Space) => Promise<void>,
  options: QuestdbOptions = {},
): Promise<void> {
  const namespace = testNamespace();
  const prefix = `${namespace}_`;
  const endpoints = inNamespace(await testStack(), prefix);
  const db = connectQuestdb(endpoints.questdb, options);
  try {
    await test({ endpoints, db, namespace, prefix });
  } finally {
    const tables = await db.sql<{ name: string; type: string }>`
      select table_name name, table_type::string type from tables()
      where table_name like ${`${prefix}%`}`;
    // Views first: to drop its table makes one invalid.
    const order = Object.keys(KINDS);
    for (
      const { name, type } of tables.toSorted((a, b) =>
        order.indexOf(a.type) - order.indexOf(b.type)
      )
    ) {
      await db.run(`drop ${KINDS[type]} "${name}"`);
    }
    await db.close();
    await removeTopics(endpoints.kafka);
  }
}

async function removeTopics(endpoint: KafkaEndpoint): Promise<void> {
  const kafka = await connectKafka(endpoint);
  const { prefix } = kafka;
  try {
    const topics = (await listTopics(kafka)).filter((topic) => topic.startsWith(prefix));
    await deleteTopics(kafka, topics);
    await kafka.administer("remove the groups", async (admin) => {
      const { groups } = await admin.listGroups();
      const own = groups.map(({ groupId }) => groupId).filter((id) => id.startsWith(prefix));
      // A member that was killed is in its group for as long as its session.
      await until(async () => {
        const { groups } = await admin.describeGroups(own);
        return groups.every(({ members }) => members.length === 0);
      }, { every: 100, maxEvery: 500, within: 10_000 });
      if (own.length > 0) await admin.deleteGroups(own);
    });
  } finally {
    await kafka.close();
  }
}
