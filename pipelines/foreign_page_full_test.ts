/** A page of another origin can do nothing to the stack's QuestDB, and its own console works. */
import assert from "node:assert/strict";
import { chromium, type Page } from "playwright-core";
import { questdbAddress } from "../lib/config.ts";
import { findChromium } from "../lib/jupyter/lab/lab_testing.ts";
import { stackSecrets } from "../lib/stack/mod.ts";
import { withNamespace } from "../lib/testing.ts";
import { attack } from "./testing_foreign_page.ts";

const executablePath = findChromium();
const { questdb: users = [] } = await stackSecrets();
const password = users.find(({ user }) => user === "admin")?.password;
const ignore = executablePath === undefined || password === undefined;
if (executablePath === undefined) {
  console.log("skipped: foreign pages because there is no Chromium on PATH");
} else if (ignore) {
  console.log("skipped: foreign pages because the engines are not this project's own");
}

Deno.test(
  "a page of another origin can do nothing to QuestDB, logged in or not",
  { ignore },
  (t) =>
    withNamespace(async ({ db, endpoints, prefix }) => {
      const address = questdbAddress(endpoints.questdb);
      const port = Number(address.split(":")[1]);
      const table = `${prefix}victim`;
      await db.run(`create table "${table}" as (select x from long_sequence(3))`);
      const own = async () => {
        const rows = await db.sql<{ table_name: string }>`
        select table_name from tables() where table_name like ${`${prefix}%`}`;
        return rows.map(({ table_name }) => table_name);
      };
      const settings = async () => (await fetch(`http://${address}/settings`)).json();
      const before = await settings();

      await using server = Deno.serve(
        { port: 0, hostname: "127.0.0.1", onListen: () => {} },
        () => new Response("<title>foreign</title>", { headers: { "content-type": "text/html" } }),
      );
      const browser = await chromium.launch({
        executablePath: executablePath!,
        // A name that leads to this machine: what DNS rebinding makes of a foreign one.
        args: ["--no-sandbox", "--headless", "--host-resolver-rules=MAP rebound.example 127.0.0.1"],
      });
      const context = await browser.newContext();
      context.setDefaultTimeout(120_000);
      const foreign = server.addr.port;
      /** Where the page comes from, and how it addresses QuestDB. */
      const origins = [
        ["another site", `http://localhost:${foreign}/`, `http://${address}`],
        ["the same host on another port", `http://127.0.0.1:${foreign}/`, `http://${address}`],
        [
          "a rebound name",
          `http://rebound.example:${port}/index.html`,
          `http://rebound.example:${port}`,
        ],
      ] as const;
      const attackAll = async () => {
        for (const [what, from, url] of origins) {
          const page = await context.newPage();
          const answers: { url: string; status: number }[] = [];
          page.on("response", (answer) => {
            const url = answer.url();
            if (new URL(url).port === String(port)) answers.push({ url, status: answer.status() });
          });
          await page.goto(from);
          const tried = await attack(page, { url, table, made: prefix });
          await page.waitForTimeout(500);
          await page.close();
          assert.ok(tried > 15);
          assert.deepEqual(await own(), [table], what);
          assert.deepEqual(await settings(), before, what);
          const asked = answers.filter(({ url }) =>
            /\/(exec|exp|imp|write|api)\b/.test(new URL(url).pathname)
          );
          assert.ok(asked.length > 5, `${what}: ${asked.length} requests arrived`);
          assert.deepEqual(asked.filter(({ status }) => status !== 401), [], what);
        }
      };
      try {
        await t.step("without a login", attackAll);
        const console = await context.newPage();
        await t.step("the console works after its login", async () => {
          await logIn(console, { url: `http://${address}`, password: password! });
          assert.deepEqual(await context.cookies(), []); // none that would go along with other requests
        });
        await t.step("beside a console that is logged in", attackAll);
        await t.step("the console itself may drop the table", async () => {
          await console.reload();
          const status = await console.evaluate(async (table) => {
            const authorization = localStorage.getItem("basic.auth.header")!;
            const query = encodeURIComponent(`drop table "${table}"`);
            return (await fetch(`exec?query=${query}`, { headers: { authorization } })).status;
          }, table);
          assert.equal(status, 200);
          assert.deepEqual(await own(), []);
        });
      } finally {
        await browser.close();
      }
    }),
);

async function logIn(page: Page, { url, password }: { url: string; password: string }) {
  await page.goto(url);
  const wrong = page.waitForResponse((answer) => answer.status() === 401);
  await page.fill("input[name=username]", "admin");
  await page.fill("input[name=password]", "quest");
  await page.keyboard.press("Enter");
  await wrong;
  await page.fill("input[name=password]", password);
  const tables = page.waitForResponse((answer) => /query=tables\(\)/.test(answer.url()));
  await page.keyboard.press("Enter");
  assert.equal((await tables).status(), 200);
  await page.getByText("Logout").waitFor();
}
