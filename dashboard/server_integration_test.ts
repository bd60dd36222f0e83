/** The server on a real QuestDB: answers equal SQL, and viewers share queries. */
import assert from "node:assert/strict";
import { githubEvents } from "../lib/feeds/mod.ts";
import { until } from "../lib/retry.ts";
import { type Space, withNamespace } from "../lib/testing.ts";
import type { Page, PanelContext } from "./define_page.ts";
import type { PanelAnswer } from "./live/panel_answer.ts";
import { rowsOf } from "./live/panel_answer.ts";
import type { Topic } from "./live/topic.ts";
import { openServices } from "./open_services.ts";
import { pages } from "./pages/mod.ts";
import { type RunningDashboard, serveDashboard } from "./server.ts";
import { fillTables, HOSTILE } from "./testing.ts";

const START = "2026-01-01T00:00:00.000Z";
/** A fixed end with rows before it. */
const AT = "2026-01-01T00:05:00Z";

interface Served extends RunningDashboard {
  url: string;
  /** The panels that were asked for so far, as `page/panel`. */
  asked: string[];
}

/** Runs a test against a server with full tables. */
async function withDashboard(space: Space, test: (served: Served) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "dashboard_" });
  const faults: string[] = [];
  const services = openServices(space.endpoints, {
    log: (line) => void (/^Fault/.test(line) && faults.push(line)),
  });
  const asked: string[] = [];
  const counted = pages.map((page): Page => ({
    ...page,
    panels: page.panels.map((panel) => {
      const { rows } = panel;
      if (!rows) return panel;
      const note = (context: PanelContext) => {
        asked.push(`${page.name}/${panel.id}`);
        return rows(context);
      };
      return { ...panel, rows: note };
    }),
  }));
  const stop = new AbortController();
  const listening = Promise.withResolvers<{ url: string; server: RunningDashboard }>();
  const served = serveDashboard({
    pages: counted,
    services,
    port: 0,
    folder,
    signal: stop.signal,
    onListen: (url, server) => listening.resolve({ url: url.replace(/\/$/, ""), server }),
  });
  served.catch(listening.reject);
  try {
    const { url, server } = await listening.promise;
    await test({ ...server, url, asked });
  } finally {
    stop.abort();
    await served;
    await services.close();
    assert.deepEqual(faults, []);
    await Deno.remove(folder, { recursive: true });
  }
}

/** A viewer without a browser. */
async function openViewer(url: string) {
  const gone = new AbortController();
  const response = await fetch(`${url}/live`, { signal: gone.signal });
  const answers = new Map<string, PanelAnswer[]>();
  const hello = Promise.withResolvers<{ id: string }>();
  const read = async () => {
    let text = "";
    for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
      text += part;
      const events = text.split("\n\n");
      text = events.pop()!;
      for (const event of events) {
        const [, name, json] = /^event: (\w+)\ndata: (.*)$/s.exec(event)!;
        if (name === "hello") hello.resolve(JSON.parse(json!));
        if (name !== "answer") continue;
        const { topic, answer } = JSON.parse(json!);
        answers.set(topic, [...answers.get(topic) ?? [], answer]);
      }
    }
  };
  const reading = read().catch((error) => {
    if (!gone.signal.aborted) throw error;
  });
  const { id } = await hello.promise;
  return {
    answers,
    async watch(topics: string[]) {
      const answer = await fetch(`${url}/live/watch`, {
        method: "POST",
        body: JSON.stringify({ id, topics }),
      });
      assert.deepEqual(await answer.json(), { refused: [] });
    },
    async next(topic: string, count = 1) {
      await until(() => (answers.get(topic)?.length ?? 0) >= count, { every: 5, within: 20_000 });
      return answers.get(topic)!.at(-1)!;
    },
    async leave() {
      gone.abort();
      await reading;
    },
  };
}

const topicOf = (page: string, panel: string, more: Partial<Topic> = {}) =>
  JSON.stringify({ page, panel, period: "5m", at: AT, refresh: 0, params: {}, ...more });

Deno.test("the dashboard's server", async (t) => {
  await withNamespace(async (space) => {
    await fillTables(space.endpoints.questdb, { start: START, limit: 1000 });
    await withDashboard(space, async (served) => {
      await t.step("panels show what SQL says of the same moment", () => numbers(space, served));
      await t.step("every panel of every page is answered", () => everyPanel(served));
      await t.step("200 viewers cost as many queries as one", () => viewers(served));
      await t.step("pages and files", () => files(served));
    });
  });
});

async function numbers({ db }: Space, { url }: Served): Promise<void> {
  const viewer = await openViewer(url);
  const [totals, byType, streams] = [
    topicOf("github", "totals"),
    topicOf("github", "by_type"),
    topicOf("overview", "streams"),
  ];
  await viewer.watch([totals, byType, streams]);
  const rows = async (topic: string) => rowsOf((await viewer.next(topic)).data!);

  // A second computation: all times, counted here.
  const events = await db.sql<{ timestamp: Date; type: string }>`
    select timestamp, type from ${githubEvents}`;
  const inPeriod = events.filter(({ timestamp }) =>
    +timestamp >= Date.parse(START) && +timestamp < Date.parse(AT)
  );
  assert.ok(inPeriod.length > 100);
  assert.deepEqual(await rows(totals), [{ events: inPeriod.length, before: 0 }]);
  const counts = new Map<string, number>();
  for (const { timestamp, type } of inPeriod) {
    const key = `${Math.floor(+timestamp / 5000) * 5000} ${type}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const drawn = await rows(byType);
  assert.equal(drawn.length, new Set(inPeriod.map(({ type }) => type)).size * 60, "every bucket");
  assert.deepEqual(
    new Map(
      drawn.filter(({ events }) => events !== 0).map((
        row,
      ) => [`${+(row.timestamp as Date)} ${row.type}`, row.events]),
    ),
    counts,
  );
  const github = (await rows(streams)).find(({ stream }) => stream === "github_events")!;
  assert.equal(github.rows, events.length);
  assert.equal(github.dead_letters, 3);
  assert.deepEqual(github.newest, new Date(Math.max(...events.map(({ timestamp }) => +timestamp))));
  const overTime = github.over_time as number[];
  assert.equal(overTime.reduce((sum, count) => sum + count), inPeriod.length);
  await viewer.leave();
}

async function everyPanel({ url, queries }: Served): Promise<void> {
  const viewer = await openViewer(url);
  const topics = pages.flatMap(({ name, panels }) =>
    panels.filter(({ rows }) => rows).map(({ id }) => ({
      id: `${name}/${id}`,
      topic: topicOf(name, id, { at: "newest", period: "24h" }),
    }))
  );
  await viewer.watch(topics.map(({ topic }) => topic));
  for (const { id, topic } of topics) {
    const { asked, took, trouble } = await viewer.next(topic);
    assert.ok(Math.abs(Date.now() - asked) < 60_000 && took >= 0, id);
    assert.notEqual(trouble?.kind, "fault", id);
  }
  await viewer.leave();
  await until(() => queries.size.viewers === 0, { every: 5, within: 5000 });
}

async function viewers({ url, asked, queries }: Served): Promise<void> {
  const topics = ["totals", "by_type"].map((id) =>
    topicOf("github", id, { at: "now", refresh: 1 })
  );
  const most = 200;
  const open = await Promise.all(Array.from({ length: most }, () => openViewer(url)));
  await Promise.all(open.map((viewer) => viewer.watch(topics)));
  await Promise.all(open.map((viewer) => viewer.next(topics[0]!, 2)));
  assert.deepEqual(queries.size, { topics: 2, viewers: 2 * most });
  const before = asked.length;
  const seen = open.map(({ answers }) => answers.get(topics[0]!)!.length);
  await until(() => open[0]!.answers.get(topics[0]!)!.length >= seen[0]! + 2, {
    every: 5,
    within: 20_000,
  });
  // At most four rounds of two panels in the time of two answers, for one viewer as for 200.
  const rounds = asked.length - before;
  assert.ok(rounds >= 2 && rounds <= 8, `${rounds} panels asked for, for ${most} viewers`);
  assert.deepEqual(new Set(asked.slice(before)), new Set(["github/totals", "github/by_type"]));
  const [first, last] = [open[0]!, open.at(-1)!];
  const common = last.answers.get(topics[0]!)!.at(-1)!.asked;
  await until(
    () => first.answers.get(topics[0]!)!.some(({ asked }) => asked === common),
    { every: 5, within: 5000 },
  );
  await Promise.all(open.map((viewer) => viewer.leave()));
  await until(() => queries.size.topics === 0, { every: 5, within: 5000 });
}

async function files({ url }: Served): Promise<void> {
  const page = await fetch(`${url}/streams/github_events`);
  assert.equal(page.status, 200);
  const text = await page.text();
  assert.ok(!text.includes(HOSTILE));
  assert.doesNotMatch(text, /<script(?![^>]*(src=|application\/json))/, "no inline script");
  const paths = [...text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path!);
  assert.ok(paths.length >= 3);
  for (const path of new Set(paths)) {
    const { status, headers, body } = await fetch(url + path);
    assert.equal(status, 200, path);
    assert.match(headers.get("cache-control")!, /immutable/);
    await body!.cancel();
    const again = await fetch(url + path, { headers: { "If-None-Match": headers.get("etag")! } });
    assert.equal(again.status, 304);
  }
  const [base] = /^\/assets\/\w+\//.exec(paths[0]!)!;
  for (const path of ["../../deno.json", "..%2f..%2fdeno.json", "%2e%2e/main.ts", "main.ts", ""]) {
    const answer = await fetch(`${url}${base}${path}`);
    assert.equal(answer.status, 404, path);
    await answer.body!.cancel();
  }
  for (const body of ["", "null", "{}", `{"id":"x","topics":[]}`, `{"id":1,"topics":{}}`]) {
    const answer = await fetch(`${url}/live/watch`, { method: "POST", body });
    assert.ok([400, 404].includes(answer.status), body);
    await answer.body!.cancel();
  }
}
