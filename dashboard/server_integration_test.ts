/** The server on real engines: every panel shows what was stored, and viewers share queries. */
import assert from "node:assert/strict";
import { connectKafka } from "../lib/kafka/client.ts";
import { until } from "../lib/retry.ts";
import { type Space, withNamespace } from "../lib/testing.ts";
import { flows } from "../lib/flows/mod.ts";
import { ordersOverview } from "../lib/windows/declared/mod.ts";
import type { Page, Panel, PanelContext } from "./define_page.ts";
import type { PanelAnswer } from "./live/panel_answer.ts";
import type { Topic } from "./live/topic.ts";
import { comparePanels, shownBy } from "./comparisons/compare_panels.ts";
import { elsewhere } from "./comparisons/mod.ts";
import { compareRates } from "./comparisons/rates.ts";
import { type OpenWorld, openWorld } from "./comparisons/world.ts";
import { type OpenServices, openServices } from "./open_services.ts";
import { pages } from "./pages/mod.ts";
import { ordersPage } from "./pages/orders.ts";
import { outputsOf } from "./pages/windows/engine_rows.ts";
import { windowsPage } from "./pages/windows.ts";
import { type RunningDashboard, serveDashboard } from "./server.ts";
import { HOSTILE } from "./testing.ts";

/** A fixed end with rows before it. */
const AT = "2026-01-01T00:05:00Z";

interface Served extends RunningDashboard {
  url: string;
  services: OpenServices;
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
    await test({ ...server, url, asked, services });
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
    const { prefix } = space;
    const kafka = await connectKafka(space.endpoints.kafka);
    try {
      const world = await openWorld(space, kafka);
      await withDashboard(space, async (served) => {
        const { services } = served;
        const step = (name: string, work: () => Promise<void>) => t.step(name, work);
        const compare = (some: readonly Page[]) => comparePanels(some, { services, world, prefix });
        await step("rates are those of what arrives", () => rates(world, services));
        await step(
          "what flows would add is shown without them, too",
          () => compare([{ ...ordersPage, panels: ordersPage.panels.filter(isOfFlows) }]),
        );
        await world.addFlows();
        await world.addViews();
        await world.addWindows(); // of the records that came for the rates, too
        await step("every panel of every page shows what was stored", () => compare(pages));
        await step("panels that are compared elsewhere have a test there", panelsElsewhere);
        await step(
          "engines that differ are told from those that agree",
          () => engineThatDiffers(world, services),
        );
        await step("200 viewers cost as many queries as one", () => viewers(served));
        await step("pages and files", () => files(served));
        await step("the SQL page completes this namespace's names", () => ownNames(prefix, served));
      });
    } finally {
      await kafka.close();
    }
  });
});

function rates(world: OpenWorld, services: OpenServices): Promise<void> {
  return compareRates(world, async (name, panel) => {
    const page = pages.find((page) => page.name === name)!;
    return (await shownBy({ page, panel, period: "5m", at: "now" }, services)).rows;
  });
}

/** Whether a panel shows tables of flows if there are any. */
function isOfFlows({ streams = [] }: Panel): boolean {
  return streams.some(({ name }) => flows.some(({ to }) => to.name === name));
}

/** One result of one engine is another than the others'. */
async function engineThatDiffers(
  { db }: OpenWorld,
  services: OpenServices,
): Promise<void> {
  const table = db.tableOf(outputsOf(ordersOverview).deno);
  await db.run(
    `update "${table}" set orders = orders + 1 where timestamp = '2026-01-01T00:08:00Z'`,
  );
  const asked = { page: windowsPage, panel: "engines", period: "5m", at: "2026-01-01T00:10:30Z" };
  const isTold = async () => {
    const { rows } = await shownBy(asked, services);
    const own = rows.filter(({ window }) => window === ordersOverview.name);
    return own.length === 2 &&
      own.every(({ agree }) => String(agree) === "no: 1 of 200 differ");
  };
  await until(isTold, { every: 50, within: 10_000 });
}

async function ownNames(prefix: string, { url }: Served): Promise<void> {
  const { tables } = await (await fetch(`${url}/sql/names`)).json();
  const names: string[] = tables.map(({ name }: { name: string }) => name);
  assert.ok(names.includes(`${prefix}orders`));
  assert.deepEqual(names.filter((name) => !name.startsWith(prefix)), []);
  assert.ok(!names.includes(`${prefix}x_orders`), "of the namespace x within it");
}

async function panelsElsewhere(): Promise<void> {
  for (const [id, path] of Object.entries(elsewhere)) {
    const [page, panel] = id.split("/");
    const found = pages.find(({ name }) => name === page)?.panels.find(({ id }) => id === panel);
    assert.ok(found, id);
    assert.ok(await Deno.stat(`${import.meta.dirname}/../${path}`), path);
  }
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
