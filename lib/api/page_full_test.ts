/** The page to try the API, in a browser without a network. */
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { findChromium } from "../jupyter/lab/lab_testing.ts";
import type { OpenOrdersDb } from "./orders_db.ts";
import { serveOrders } from "./server.ts";

const executablePath = findChromium();
const ignore = executablePath === undefined;
if (ignore) console.log("skipped: the API's page because there is no Chromium on PATH");

/** A database without tables. */
const db: OpenOrdersDb = {
  ask: () => Promise.reject(new Error("there is nothing to ask for")),
  nameOf: ({ name }) => name,
  viewOf: ({ name }) => name,
  tail: () => Promise.resolve(undefined),
  facts: () =>
    Promise.resolve({ has: () => false, span: () => undefined, viewEnd: () => undefined }),
  products: () => Promise.resolve(new Map()),
  close: () => Promise.resolve(),
};

Deno.test(
  "the page draws every route, asks for now when it is tried, and loads nothing from elsewhere",
  {
    ignore,
  },
  async () => {
    const over = new AbortController();
    const listening = Promise.withResolvers<string>();
    const served = serveOrders(db, {
      port: 0,
      hostname: "127.0.0.1",
      signal: over.signal,
      onListen: listening.resolve,
    });
    const browser = await chromium.launch({
      executablePath: executablePath!,
      args: ["--no-sandbox"],
    });
    try {
      const url = await listening.promise;
      const page = await browser.newPage();
      const faults: string[] = [], asked: string[] = [];
      page.on("pageerror", (error) => faults.push(String(error)));
      page.on("console", (message) => {
        if (message.type() === "error" || message.type() === "warning") faults.push(message.text());
      });
      page.on("request", (request) => asked.push(request.url()));
      await page.goto(url);
      assert.equal(page.url(), `${url}/docs`);
      const overview = page.locator("#operations-orders-getOverview");
      await overview.waitFor();
      assert.equal(await page.locator(".opblock").count(), 11);
      await overview.locator(".opblock-summary").click();
      await overview.locator("button.execute").click();
      const answer = overview.locator(".live-responses-table .response-col_status");
      await answer.first().waitFor();
      assert.match(await overview.locator(".live-responses-table").innerText(), /"totalOrders": 0/);
      assert.deepEqual(faults, []);
      assert.ok(asked.includes(`${url}/orders/overview?window=1m`), asked.join("\n"));
      assert.deepEqual(asked.filter((one) => !one.startsWith(url) && !one.startsWith("data:")), []);
    } finally {
      await browser.close();
      over.abort();
      await served;
    }
  },
);
