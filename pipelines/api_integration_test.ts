/** The contract of `deno task api`. */
import assert from "node:assert/strict";
import { store } from "../lib/api/testing.ts";
import { orders } from "../lib/feeds/mod.ts";
import { withNamespace } from "../lib/testing.ts";
import { run, start, task } from "./testing.ts";

const URL_LINE = /Orders API at (http:\/\/127\.0\.0\.1:(\d+))\/docs/;

Deno.test("api serves answers, its description and its page, names a taken port, and ends with Ctrl-C", async () => {
  await withNamespace(async (space) => {
    await store(space, orders, [{
      id: "a'b;c%",
      created_at: "2026-01-01T00:00:00.000Z",
      user_id: null,
      status: "PLACED_ORDER",
      price: 12.5,
      items: [{ product_id: "1", quantity: 1, price: 12.5 }],
      products_ordered: 1,
      total_quantity: 1,
      delivery_lat: null,
      delivery_lon: null,
    }]);
    const env = { TRIBUTARY_NAMESPACE: space.namespace };
    await using api = start(task("api", ["--port", "0"], { env }));
    await api.until(URL_LINE);
    const [, url, port] = URL_LINE.exec(api.err)!;

    const overview = await fetch(`${url}/orders/overview?at=2026-01-01T00:00:30Z`);
    assert.deepEqual(await overview.json(), {
      totalOrders: 1,
      currentTimePeriod: { orders: 1, totalPrice: 12.5 },
      previousTimePeriod: { orders: 0, totalPrice: 0 },
    });
    const order = await fetch(`${url}/orders/${encodeURIComponent("a'b;c%")}`);
    assert.equal((await order.json()).price, 12.5);
    const { paths } = await (await fetch(`${url}/openapi.json`)).json();
    assert.ok(paths["/orders/stuck/{status}/{ms}"]);
    const page = await fetch(url!);
    assert.equal(page.url, `${url}/docs`);
    const files = [...(await page.text()).matchAll(/(?:src|href)="(docs\/[^"]+)"/g)];
    assert.equal(files.length, 3);
    for (const [, file] of files) {
      const { status, headers, body } = await fetch(`${url}/${file}`);
      assert.equal(status, 200, file);
      assert.match(headers.get("content-security-policy")!, /default-src 'none'/);
      await body!.cancel();
    }
    const unknown = await fetch(`${url}/nope`);
    assert.equal(unknown.status, 404);
    assert.match((await unknown.json()).error.message, /no path "\/nope"/);

    const second = await run("api", ["--port", port!], { env });
    assert.equal(second.code, 2);
    assert.match(second.err, /Cannot serve on port \d+: .+ listens there\. Choose another/);

    // Requests on their way are answered.
    const open = Array.from({ length: 20 }, () => fetch(`${url}/orders/popular?window=1d`));
    await Promise.race(open);
    api.child.kill("SIGINT");
    for (const response of await Promise.all(open)) {
      assert.equal(response.status, 200);
      await response.json();
    }
    const { code, err } = await api.result;
    assert.equal(code, 130, err);
    assert.doesNotMatch(err, /error|^ +at /im);
  });
});

for (
  const [words, wanted] of [
    [["--port", "70000"], /--port 70000: ports go up to 65535/],
    [["--host", "203.0.113.9"], /the host 203\.0\.113\.9: this machine has no such address/],
    [["now"], /"now": too many arguments/],
  ] as [string[], RegExp][]
) {
  Deno.test(`api ${words.join(" ")} is refused`, async () => {
    const { code, err } = await run("api", words);
    assert.equal(code, 2, err);
    assert.match(err, wanted);
  });
}
