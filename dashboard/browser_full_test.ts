/**
 * The dashboard in a real browser, with engines of its own that it loses and gets back. Every page of the
 * list is visited: a new one is covered without code here, if `fillTables()` fills what it shows.
 * `TRIBUTARY_SCREENSHOTS=folder` keeps the pictures, to be looked at.
 */
import assert from "node:assert/strict";
import { type BrowserContext, chromium, type Page as Tab } from "playwright-core";
import { findChromium } from "../lib/jupyter/lab/lab_testing.ts";
import { until } from "../lib/retry.ts";
import { run, type RunningCommand, start, task } from "../pipelines/testing.ts";
import { ignoreChaos, ok, withOwnEngines } from "../pipelines/testing_chaos.ts";
import { accessible, answered, open, patient, type Scene } from "./browser_testing.ts";
import type { Page } from "./define_page.ts";
import { NO_PERIOD } from "./live/range.ts";
import { pages } from "./pages/mod.ts";
import { visitSql } from "./sql/sql_browser_testing.ts";
import { fillTables, HOSTILE } from "./testing.ts";
import { visitTopics } from "./topics/topics_browser_testing.ts";

const ignore = ignoreChaos || findChromium() === undefined;
if (ignore) console.log("skipped: the dashboard in a browser, because Chromium or Java is missing");

const NAMESPACE = "dash";
/** Pages of streams are made by one function: one of them stands for all. */
const visited: readonly Page[] = [
  ...pages.filter(({ menu }) => menu !== "streams"),
  pages.find(({ name }) => name === "stream_github_events")!,
];
const folder = Deno.env.get("TRIBUTARY_SCREENSHOTS") ??
  await Deno.makeTempDir({ prefix: "shots_" });
const URL_LINE = /Dashboard at (http:\/\/127\.0\.0\.1:(\d+))\//;

Deno.test("the dashboard in a browser", { ignore }, (t) =>
  withOwnEngines(async (own) => {
    // Without a page that draws, the steps that follow would only wait in vain.
    const step = async (name: string, work: () => Promise<void>) =>
      assert.ok(await t.step(name, work), name);
    await own.up();
    const now = Date.now();
    await fillTables(await own.questdb(NAMESPACE), {
      start: new Date(Math.floor(now / 1000) * 1000 - 14 * 60_000).toISOString(),
      limit: 1200,
    });
    const env = own.env(NAMESPACE);
    const words = [
      "ingest",
      "github",
      "--simulate",
      "--rate",
      "50",
      "--seed",
      "2",
      "--limit",
      "60000",
    ];
    await using _ingest = start(task(words[0]!, words.slice(1), { env }));
    let dashboard = start(task("dashboard", ["--port", "0"], { env }));
    const browser = await chromium.launch({
      executablePath: findChromium(),
      args: ["--no-sandbox"],
    });
    try {
      await dashboard.until(URL_LINE);
      const [, url, port] = URL_LINE.exec(dashboard.err)!;
      const scene: Scene = {
        own,
        namespace: NAMESPACE,
        browser,
        url: url!,
        port: port!,
        dashboard,
        problems: [],
      };
      await step("each page draws, in both themes, on a screen and on a telephone", () =>
        everyPage(scene));
      await step("the row count grows without a reload, fast and light", () =>
        grows(scene));
      const wake = await suspended(scene);
      await step("markup in a record stays text", () => hostile(scene));
      await step("SQL of a visitor", () => visitSql(scene));
      await step("the messages of a topic", () => visitTopics(scene));
      await step("a tab that was suspended meanwhile", wake);
      await step("seven tabs of one page", () => sevenTabs(scene));
      await step("clocks that are ten minutes off, and one that is put", () => clocks(scene));
      await step("a shared link, keys, and a page without SharedWorker", () => link(scene));
      assert.deepEqual(scene.problems, []);
      await step("the engines go away and come back behind an open page", () => outage(scene));
      await step("the server goes away and comes back behind an open page", async () => {
        dashboard = await restart(scene, env);
      });
    } finally {
      await browser.close();
      await dashboard[Symbol.asyncDispose]();
    }
  }));

/** A window and a theme, and the context of its tabs, which load the pages' code once. */
interface Shot {
  width: number;
  colorScheme: "light" | "dark";
  context: BrowserContext;
}

async function everyPage(scene: Scene): Promise<void> {
  await Promise.all(SHOTS.map(async ([width, colorScheme]) => {
    const context = await scene.browser.newContext({
      viewport: { width, height: width < 500 ? 844 : 900 },
      colorScheme,
    });
    for (const page of visited) await drawn(scene, page, { width, colorScheme, context });
    await context.close();
  }));
}

async function drawn(
  scene: Scene,
  page: Page,
  { width, colorScheme, context }: Shot,
): Promise<void> {
  const tab = await open(scene, `${page.path}?at=newest`, { context });
  await answered(tab);
  const isOfPeriod = page.period !== NO_PERIOD && page.panels.some(({ rows }) => rows);
  assert.equal(await tab.getByRole("group", { name: "Period" }).count(), isOfPeriod ? 1 : 0);
  // What is below is drawn when it is seen.
  await tab.setViewportSize({ width, height: 6000 });
  for (const { id, rows, none } of page.panels) {
    if (!rows) continue;
    const panel = tab.locator(`#panel-${id}`);
    await panel.locator(".view > *, .message:not([hidden])").first().waitFor(patient);
    const message = panel.locator(".message:not([hidden])");
    if (await message.count() > 0) {
      assert.equal(await message.innerText(), none, `${page.name}/${id} has no data`);
    }
  }
  const wide = await tab.evaluate("document.documentElement.scrollWidth - innerWidth");
  assert.ok(Number(wide) <= 0, `${page.name} is ${wide} pixels too wide for ${width}`);
  await tab.evaluate("scrollTo(0, 0)");
  const height = Number(await tab.evaluate("document.documentElement.offsetHeight"));
  await tab.setViewportSize({ width, height: Math.max(844, Math.min(6000, height)) });
  await tab.screenshot({ path: `${folder}/${page.name}_${width}_${colorScheme}.png` });
  await accessible(tab, page.name);
  await tab.close();
}

/** Widths and themes: each in one of two pictures, or all if somebody wants to see them. */
const SHOTS = Deno.env.get("TRIBUTARY_SCREENSHOTS")
  ? [[1440, "light"], [1440, "dark"], [390, "light"], [390, "dark"]] as const
  : [[1440, "light"], [390, "dark"]] as const;

/** The row count of GitHub's stream on the overview. */
async function countOn(tab: Tab): Promise<number> {
  const cells = tab.locator("#panel-streams tbody tr", { hasText: "github_events" }).locator("td");
  return Number((await cells.nth(2).innerText(patient)).replaceAll(",", ""));
}

async function grows(scene: Scene): Promise<void> {
  const tab = await open(scene, "/");
  const lcp = await tab.evaluate(() =>
    new Promise<number>((resolve) => {
      // deno-lint-ignore no-explicit-any -- runs in the page, whose globals Deno's types leave out
      const { PerformanceObserver } = globalThis as any;
      new PerformanceObserver((list: { getEntries(): { startTime: number }[] }) =>
        resolve(list.getEntries().at(-1)!.startTime)
      ).observe({ type: "largest-contentful-paint", buffered: true });
    })
  );
  const before = await countOn(tab);
  const started = performance.now();
  await until(async () => await countOn(tab) > before, { every: 50, within: 30_000 });
  const seconds = (performance.now() - started) / 1000;
  // The worker is not among the page's resources: it is fetched here.
  const weight = await tab.evaluate(async () => {
    // deno-lint-ignore no-explicit-any -- runs in the page, whose globals Deno's types leave out
    const { document, performance, fetch } = globalThis as any;
    const { worker } = JSON.parse(document.getElementById("page").textContent);
    await (await fetch(worker)).text();
    return performance.getEntries()
      .reduce((sum: number, { encodedBodySize = 0 }) => sum + encodedBodySize, 0);
  }) as number;
  await tab.goto(`${scene.url}/github?at=newest&refresh=1`);
  const draws = () =>
    tab.evaluate(() =>
      performance.getEntriesByName("panel").map(({ duration }) => duration)
    ) as Promise<number[]>;
  await until(async () => (await draws()).length >= 12, { every: 200, within: 60_000 });
  const sorted = (await draws()).slice(2).sort((a, b) => a - b); // the first ones load code, too
  const median = sorted[Math.floor(sorted.length / 2)]!;
  console.log(
    `LCP ${Math.round(lcp)} ms, ${Math.round(weight / 1000)} kB, an update's median ` +
      `${median.toFixed(1)} ms, longest ${sorted.at(-1)!.toFixed(1)} ms, rows after ${
        seconds.toFixed(1)
      } s`,
  );
  assert.ok(weight > 50_000 && weight < 400_000, `${weight} bytes`);
  assert.ok(median < 50, `an update takes ${median} ms`);
  assert.ok(seconds < 10, `the count changed after ${seconds} s`);
  await tab.context().close();
}

async function hostile(scene: Scene): Promise<void> {
  const tab = await open(scene, "/streams/github_events?at=newest&period=24h");
  await tab.locator("#panel-dead_letters").scrollIntoViewIfNeeded(patient); // drawn when it is seen
  await tab.locator("#panel-dead_letters td", { hasText: HOSTILE }).first().waitFor(patient);
  assert.equal(await tab.locator("main img").count(), 0);
  assert.match(await tab.title(), /^github_events/);
  await tab.context().close();
}

async function sevenTabs(scene: Scene): Promise<void> {
  const context = await scene.browser.newContext();
  const tabs: Tab[] = [];
  for (let i = 0; i < 7; i++) tabs.push(await open(scene, "/?refresh=1", { context }));
  const before = await Promise.all(tabs.map(countOn));
  for (const [i, tab] of tabs.entries()) {
    await until(async () => await countOn(tab) > before[i]!, { every: 50, within: 30_000 });
  }
  // A connection is left for everything else.
  assert.equal(await tabs[6]!.evaluate("fetch('/live/clock').then(({ status }) => status)"), 200);
  await context.close();
}

/** Seconds that a panel says it is old. */
async function ageOn(tab: Tab): Promise<number> {
  const text = await tab.locator("#panel-streams .age").innerText(patient);
  if (text === "now") return 0;
  if (text === "") return Infinity; // no answer yet
  const [, number, unit] = /(\d+) (s|min|h|d)\b/.exec(text) ?? assert.fail(text);
  return Number(number) * { s: 1, min: 60, h: 3600, d: 86_400 }[unit as "s"]!;
}

/** Waits until the page's panels are of now, with so many rows. */
async function renewed(tab: Tab, least: number): Promise<void> {
  await tab.locator("#banner").waitFor({ state: "hidden", ...patient });
  await until(
    async () =>
      await tab.locator(".panel.stale").count() === 0 && await ageOn(tab) < 10 &&
      await countOn(tab) >= least,
    { every: 50, within: 60_000 },
  );
}

/** Milliseconds in which nobody reads. */
const BLINK = 250;

/**
 * Suspends a tab, as a browser does that needs memory. No test waits for an hour: what counts is that its data
 * is older than it may be, and that each picture after it goes on says so until there is new data.
 *
 * @returns Lets it go on.
 */
async function suspended(scene: Scene): Promise<() => Promise<void>> {
  const context = await scene.browser.newContext();
  const tab = await open(scene, "/?refresh=1", { context });
  await renewed(tab, 1);
  await tab.evaluate(() => {
    // deno-lint-ignore no-explicit-any -- runs in the page, whose globals Deno's types leave out
    const page = globalThis as any;
    page.pictures = [];
    const look = () => {
      const panel = page.document.querySelector("#panel-streams");
      const isStale = panel.matches(".stale");
      const age = panel.querySelector(".age").textContent;
      const asked = panel.querySelector(".age").title;
      page.pictures.push({ at: Date.now(), isStale, age, asked });
      page.requestAnimationFrame(look);
    };
    look();
  });
  // Its scripts stop, and what reaches it waits: a headless page does not freeze when it is told to.
  const session = await context.newCDPSession(tab);
  await session.send("Debugger.enable");
  const stopped = new Promise((resolve) => session.once("Debugger.paused", resolve));
  await session.send("Debugger.pause");
  await stopped;
  const frozen = Date.now();
  return async () => {
    await until(() => Date.now() - frozen > 10_000);
    const woken = Date.now();
    await session.send("Debugger.resume");
    await renewed(tab, 1);
    const pictures = await tab.evaluate("globalThis.pictures") as {
      at: number;
      isStale: boolean;
      age: string;
      asked: string;
    }[];
    const last = pictures.findLast(({ at }) => at < woken)!;
    const after = pictures.filter(({ at }) => at >= woken + BLINK);
    assert.ok(last.at < frozen + 1000, "it was suspended");
    assert.ok(after.some(({ asked }) => asked !== last.asked), "new data came");
    const wrong = after.filter(({ asked, isStale }) => asked === last.asked && !isStale);
    assert.deepEqual(wrong, [], "data of before is said to be current");
    await context.close();
  };
}

async function clocks(scene: Scene): Promise<void> {
  for (const minutes of [-10, 10]) {
    const context = await scene.browser.newContext();
    await context.addInitScript((ms) => {
      const now = Date.now;
      const shared = globalThis as { jump?: number };
      Date.now = () => now() + ms + (shared.jump ?? 0);
    }, minutes * 60_000);
    const tab = await open(scene, "/?refresh=1", { context });
    await renewed(tab, await countOn(tab) + 1);
    if (minutes > 0) {
      await tab.evaluate("globalThis.jump = 3_600_000");
      await renewed(tab, await countOn(tab) + 1);
    }
    await context.close();
  }
}

async function link(scene: Scene): Promise<void> {
  const context = await scene.browser.newContext();
  await context.addInitScript("delete globalThis.SharedWorker");
  const tab = await open(scene, "/github", { context });
  await tab.locator("#connection", { hasText: "live" }).waitFor(patient);
  await tab.getByRole("button", { name: "1h", exact: true }).press("Enter");
  await tab.getByLabel("Until", { exact: true }).selectOption("newest");
  await tab.getByLabel("Refresh", { exact: true }).selectOption("0");
  await tab.locator("#panel-by_type svg").first().waitFor(patient);
  const shared = new URL(tab.url());
  assert.equal(shared.search, "?period=1h&at=newest&refresh=off");
  await tab.locator("#connection", { hasText: /^connected$/ }).waitFor(patient);
  await tab.getByRole("button", { name: /theme/ }).press("Enter");
  assert.ok(await tab.evaluate("document.documentElement.dataset.theme"));
  const legend = tab.locator("#panel-by_type [data-series]").first();
  const off = tab.locator('#panel-by_type [data-series][aria-pressed="false"]').first();
  await legend.press("Enter");
  await off.waitFor(patient);
  await tab.goBack();
  assert.equal(new URL(tab.url()).search, "?period=1h&at=newest");
  await off.waitFor(patient); // what was switched off stays so when the next answer is drawn
  const other = await open(scene, `/github?period=2025-01-01T00:00:00Z/2025-01-02T00:00:00Z`, {
    context,
  });
  await other.getByText("No rows in this period").first().waitFor(patient);
  await context.close();
}

async function outage(scene: Scene): Promise<void> {
  const { own } = scene;
  const context = await scene.browser.newContext();
  const tab = await open(scene, "/?refresh=1", { context });
  const topics = await open(scene, "/topics?refresh=1", { context });
  const pipeline = await open(scene, "/pipeline?refresh=1", { context });
  const tabs = [tab, topics, pipeline];
  await Promise.all(tabs.map(answered));
  const before = await countOn(tab);
  const banner = (of: Tab, text: string) =>
    of.locator("#banner:not([hidden])").filter({ hasText: text }).waitFor(patient);
  const stale = (of: Tab, panel: string) =>
    of.locator(`#panel-${panel}.stale .age`, { hasText: "last data" }).waitFor(patient);

  // Kafka alone: what comes from QuestDB goes on.
  const listed = await topics.locator("#panel-topics tbody tr").count();
  await own.kill("kafka");
  await Promise.all(tabs.map((one) => banner(one, "Kafka cannot be reached")));
  await Promise.all([stale(topics, "topics"), stale(pipeline, "groups")]);
  assert.equal(await topics.locator("#panel-topics tbody tr").count(), listed);
  assert.equal(await tab.locator(".panel.stale").count(), 0);
  assert.ok(await ageOn(tab) < 10);
  const late = await open(scene, "/topics", { context });
  await late.locator("#panel-topics .message", { hasText: "deno task up" }).waitFor(patient);
  await late.close();

  await own.kill("questdb");
  await banner(tab, "QuestDB cannot be reached");
  await stale(tab, "streams");
  assert.ok(await countOn(tab) >= before, "the last data stays");
  await tab.screenshot({ path: `${folder}/outage_1280_light.png` });
  await own.up();
  // What fills the table may have given up meanwhile: new answers are what counts.
  await renewed(tab, before);
  for (const one of [topics, pipeline]) {
    await one.locator("#banner").waitFor({ state: "hidden", ...patient });
    await until(async () => await one.locator(".panel.stale").count() === 0, {
      every: 50,
      within: 60_000,
    });
  }
  await context.close();
}

async function restart(scene: Scene, env: Record<string, string>): Promise<RunningCommand> {
  const tab = await open(scene, "/?refresh=1");
  const before = await countOn(tab);
  await tab.evaluate("globalThis.isTheSame = true");
  scene.dashboard.child.kill("SIGKILL");
  await scene.dashboard.result;
  const banner = tab.locator("#banner:not([hidden])");
  await banner.filter({ hasText: "server has been away" }).waitFor(patient);
  await tab.locator("#panel-streams.stale").waitFor(patient);
  const again = start(task("dashboard", ["--port", scene.port], { env }));
  await again.until(URL_LINE);
  await renewed(tab, before);
  assert.equal(await tab.evaluate("globalThis.isTheSame"), true, "without a reload");
  await tab.context().close();
  // Ctrl-C ends it at once although a browser looks.
  const last = await open(scene, "/");
  await countOn(last);
  again.child.kill("SIGINT");
  const { code, err } = await again.result;
  assert.equal(code, 130, err);
  ok({ ...await run("dashboard", ["--help"]), code: 0 });
  return again;
}
