/** For tests of the API: rows in tables, and answers of the app. */
import assert from "node:assert/strict";
import { compileEncoder } from "../questdb/encoder.ts";
import { ensureTables } from "../questdb/tables.ts";
import { openTransport } from "../questdb/transport.ts";
import { untilApplied } from "../questdb/applied.ts";
import type { RecordOf, Stream } from "../streams/define.ts";
import type { Space } from "../testing.ts";
import { ordersApp } from "./app.ts";
import { openOrdersDb, type OrdersDbOptions } from "./open_orders_db.ts";
import type { OpenOrdersDb } from "./orders_db.ts";

/** Stores records as a sink does, in one commit, and waits until SQL sees them. */
export async function store<S extends Stream>(
  { db, endpoints }: Pick<Space, "db" | "endpoints">,
  stream: S,
  records: readonly RecordOf<S>[],
): Promise<void> {
  await ensureTables(db, [stream]);
  const encoder = compileEncoder(stream, db.tableOf(stream));
  for (const record of records) {
    assert.deepEqual(stream.check(record), [], stream.name);
    encoder.add(record as Record<string, unknown>);
  }
  const transport = await openTransport(endpoints.questdb);
  const { bytes } = encoder.take();
  await transport.send(bytes);
  await untilApplied(db, [db.tableOf(stream)]);
}

/** The app over a database, for a test. */
export interface TestedApi {
  db: OpenOrdersDb;
  /** Asks for a path. @returns The status, the headers and the body as JSON. */
  ask(path: string, init?: RequestInit): Promise<TestedAnswer>;
  /** Asks for a path that must be answered. */
  // deno-lint-ignore no-explicit-any -- the tests know what comes
  get(path: string): Promise<any>;
  close(): Promise<void>;
}

/** What the app answered. */
export interface TestedAnswer {
  status: number;
  headers: Headers;
  // deno-lint-ignore no-explicit-any -- the tests know what comes
  body: any;
}

/** Opens the app in this process, without a port. Faults of the server fail the test. */
export function testedApi(
  { endpoints }: Pick<Space, "endpoints">,
  options: OrdersDbOptions = {},
): TestedApi {
  const log = (line: string) => assert.fail(line);
  const db = openOrdersDb(endpoints.questdb, { log, ...options });
  return { ...askedApp(db, log), db, close: () => db.close() };
}

/** How tests ask an app over a database. */
export function askedApp(db: OpenOrdersDb, log?: (line: string) => void) {
  const app = ordersApp(db, { onTrouble: () => {}, ...log ? { log } : {} });
  async function ask(path: string, init?: RequestInit): Promise<TestedAnswer> {
    const response = await app.request(path, init);
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.startsWith("application/json");
    const body = isJson && text !== "" ? JSON.parse(text) : text;
    return { status: response.status, headers: response.headers, body };
  }
  return {
    ask,
    async get(path: string) {
      const { status, body } = await ask(path);
      assert.equal(status, 200, `${path}: ${JSON.stringify(body)}`);
      return body;
    },
  };
}
