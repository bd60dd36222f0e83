/** The contract of `deno task dashboard`. */
import assert from "node:assert/strict";
import { testNamespace } from "../lib/testing.ts";
import { run, start, task } from "./testing.ts";

const URL_LINE = /Dashboard at (http:\/\/127\.0\.0\.1:(\d+))\/ Stop with Ctrl-C/;
const env = { TRIBUTARY_NAMESPACE: testNamespace() };

Deno.test("dashboard serves pages and the orders API, names a taken port, and ends with Ctrl-C", async () => {
  await using dashboard = start(task("dashboard", ["--port", "0"], { env }));
  await dashboard.until(URL_LINE);
  const [, url, port] = URL_LINE.exec(dashboard.err)!;
  const page = await fetch(url!);
  assert.equal(page.status, 200);
  assert.match(await page.text(), /<h1>Overview<\/h1>/);
  const overview = await fetch(`${url}/orders/overview`);
  assert.equal((await overview.json()).totalOrders, 0);
  const unknown = await fetch(`${url}/nope`);
  assert.equal(unknown.status, 404);
  await unknown.body!.cancel();

  const second = await run("dashboard", ["--port", port!], { env });
  assert.equal(second.code, 2);
  assert.match(
    second.err,
    /Cannot serve on port \d+: .+ listens there\. Choose another with --port/,
  );

  // An open page does not hold it up.
  const live = await fetch(`${url}/live`);
  dashboard.child.kill("SIGINT");
  const { code, err } = await dashboard.result;
  assert.equal(code, 130, err);
  assert.doesNotMatch(err, /error|^ +at /im);
  await live.body!.cancel();
});

Deno.test("dashboard --host 0.0.0.0 prints an address with a token, without which nothing is answered", async () => {
  const own = { ...env, TRIBUTARY_DASHBOARD_TOKEN: "sixteen-letters-or-more" };
  await using dashboard = start(
    task("dashboard", ["--port", "0", "--host", "0.0.0.0"], { env: own }),
  );
  await dashboard.until(/Dashboard at/);
  const [, address] = /Dashboard at (\S+)/.exec(dashboard.err)!;
  const url = new URL(address!);
  assert.equal(url.searchParams.get("token"), own.TRIBUTARY_DASHBOARD_TOKEN);
  assert.equal(url.hostname, "127.0.0.1", "an address that can be opened");
  assert.match(dashboard.err, /For others: this machine's name/);
  for (const path of ["/", "/live", "/orders/overview", "/metrics", "/docs"]) {
    const answer = await fetch(new URL(path, url));
    assert.equal(answer.status, 401, path);
    await answer.body!.cancel();
  }
  const let_in = await fetch(url);
  assert.equal(let_in.status, 200);
  await let_in.body!.cancel();
  dashboard.child.kill("SIGINT");
  assert.equal((await dashboard.result).code, 130);
});

Deno.test("dashboard refuses what it cannot use", async () => {
  const refused: [string[], Record<string, string>, RegExp][] = [
    [["--port", "70000"], {}, /--port 70000: ports go up to 65535/],
    [["--data", "/nowhere"], {}, /--data "\/nowhere": there is no such folder/],
    [["--host", "0.0.0.0"], { TRIBUTARY_DASHBOARD_TOKEN: "short" }, /at least 16 letters/],
    [["--host", "0.0.0.0", "--open"], {}, /--open with --host 0.0.0.0: its token would/],
  ];
  await Promise.all(refused.map(async ([words, more, wanted]) => {
    const { code, err } = await run("dashboard", words, { env: { ...env, ...more } });
    assert.equal(code, 2, err);
    assert.match(err, wanted);
  }));
});
