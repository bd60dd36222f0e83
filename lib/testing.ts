/** What tests with engines share: the running stack, and a namespace of their own on it. */
import type { Endpoints } from "./config.ts";
import { connectQuestdb, type Questdb, type QuestdbOptions } from "./questdb/client.ts";
import { ensureStack } from "./stack/mod.ts";

let stack: Promise<Endpoints> | undefined;

/** The engines, started where none run. */
export function testStack(): Promise<Endpoints> {
  return stack ??= ensureStack().then((stack) => stack.endpoints);
}

/** A random namespace that no other test has. */
export function testNamespace(): string {
  return `t${crypto.randomUUID().slice(0, 8)}`;
}

/** Runs a test in a namespace of its own, and drops its tables afterwards. */
export async function withNamespace(
  endpoints: Endpoints,
  test: (space: Endpoints & { db: Questdb; namespace: string; prefix: string }) => Promise<void>,
  options: QuestdbOptions = {},
): Promise<void> {
  const namespace = testNamespace();
  const prefix = `${namespace}_`;
  const db = connectQuestdb(endpoints.questdb, { ...options, prefix });
  try {
    await test({ ...endpoints, db, namespace, prefix });
  } finally {
    const tables = await db.sql<{ table_name: string }>`
      select table_name from tables() where table_name like ${`${prefix}%`}`;
    for (const { table_name } of tables) await db.run(`drop table "${table_name}"`);
    await db.close();
  }
}
