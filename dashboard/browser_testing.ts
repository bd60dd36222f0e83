/** For tests in a real browser: tabs whose complaints are noted, and what they wait for. */
import assert from "node:assert/strict";
import axe from "axe-core";
import type { Browser, BrowserContext, Page as Tab } from "playwright-core";
import type { RunningCommand } from "../pipelines/testing.ts";
import type { OwnEngines } from "../pipelines/testing_chaos.ts";

/** What the steps of the test share. */
export interface Scene {
  own: OwnEngines;
  /** Before the names of topics and tables. */
  namespace: string;
  browser: Browser;
  url: string;
  port: string;
  dashboard: RunningCommand;
  /** What browsers complained of, and what they asked of other hosts. */
  problems: string[];
}

/** How long a test waits for what a page shows. */
export const patient = { timeout: 60_000 };

/** Options for {@linkcode open}: those of a context of its own, or the context. */
export type OpenOptions = Parameters<Browser["newContext"]>[0] & {
  context?: BrowserContext;
  /** A complaint that belongs to the test, as of a query that is refused. */
  expected?: RegExp;
};

/** A tab whose complaints are noted. */
export async function open(
  { browser, problems, url }: Scene,
  path: string,
  { expected, ...options }: OpenOptions = {},
): Promise<Tab> {
  const { context = await browser.newContext(options) } = options;
  const tab = await context.newPage();
  tab.on("console", (message) => {
    const text = message.text();
    if (!["error", "warning"].includes(message.type()) || expected?.test(text)) return;
    problems.push(`${path}: ${text}`);
  });
  tab.on("pageerror", (error) => problems.push(`${path}: ${error}`));
  tab.on("request", (request) => {
    const asked = request.url();
    if (!/^(data|blob):/.test(asked) && !asked.startsWith(url)) problems.push(`asked ${asked}`);
  });
  await tab.goto(url + path);
  return tab;
}

/** Waits until each panel has an answer. */
export async function answered(tab: Tab): Promise<void> {
  await tab.waitForFunction(
    () => {
      // deno-lint-ignore no-explicit-any -- runs in the page, whose globals Deno's types leave out
      const { document } = globalThis as any;
      return document.querySelectorAll(".panel").length > 0 &&
        document.querySelectorAll("[aria-busy]").length === 0;
    },
    undefined,
    patient,
  );
}

/** Asserts that axe-core finds nothing, not even what is minor. */
export async function accessible(tab: Tab, name: string): Promise<void> {
  await tab.evaluate(axe.source);
  const { violations } = await tab.evaluate("axe.run()") as axe.AxeResults;
  const messages = violations.map(({ id, impact, nodes }) =>
    `${impact} ${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`
  );
  assert.deepEqual(messages, [], name);
}
