import assert from "node:assert/strict";
import { autoCreateWarning } from "./auto_create.ts";
import type { Questdb } from "./client.ts";
import { QueryRefusedError } from "./query_error.ts";

const answering = (ask: () => Promise<unknown>) => ({ ask }) as unknown as Questdb;

Deno.test("autoCreateWarning() warns of a QuestDB that makes tables by itself, and says what to set", async () => {
  const on = answering(() => Promise.resolve({ rows: [{ value: "true" }] }));
  assert.match((await autoCreateWarning(on))!, /line\.auto\.create\.new\.tables=false/);
  const off = answering(() => Promise.resolve({ rows: [{ value: "false" }] }));
  assert.equal(await autoCreateWarning(off), undefined);
  const unknown = answering(() => Promise.resolve({ rows: [] }));
  assert.equal(await autoCreateWarning(unknown), undefined);
});

Deno.test("autoCreateWarning() is silent if it may not ask, and throws if QuestDB is away", async () => {
  const refused = answering(() => Promise.reject(new QueryRefusedError("permission denied")));
  assert.equal(await autoCreateWarning(refused), undefined);
  const away = answering(() => Promise.reject(new Error("connection refused")));
  await assert.rejects(autoCreateWarning(away), /refused/);
});
