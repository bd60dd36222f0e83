import assert from "node:assert/strict";
import { resolve } from "node:path";
import { projectFolder } from "../config.ts";
import { orderItems, orders, orderStatuses, users } from "../feeds/mod.ts";
import { makeVenv } from "../jupyter/venv.ts";
import { withNamespace } from "../testing.ts";
import { openOrdersDb } from "./open_orders_db.ts";
import { serveOrders } from "./server.ts";
import { store } from "./testing.ts";

const CONTENT = { packages: ["schemathesis==4.32.5"], size: "94 MB", title: "schemathesis" };

/**
 * A description cannot say that a window is at most 366 days, so that not all that fits its pattern is
 * taken.
 */
const LEFT_OUT = "positive_data_acceptance";

Deno.test("schemathesis finds no answer that differs from the description, and no fault", async () => {
  const stack = resolve(projectFolder, Deno.env.get("TRIBUTARY_STACK_DIR") || ".stack");
  const python = await makeVenv(CONTENT, { venv: `${stack}/venv_contract`, log: () => {} });
  await withNamespace(async (space) => {
    const created_at = "2026-01-01T11:59:30.000Z";
    await store(space, orders, [{
      id: "1",
      created_at,
      user_id: "1",
      status: "PLACED_ORDER",
      price: 9.5,
      items: [{ product_id: "1", quantity: 1, price: 9.5 }],
      products_ordered: 1,
      total_quantity: 1,
      delivery_lat: null,
      delivery_lon: null,
    }]);
    await store(space, orderItems, [
      { order_id: "1", line: 1, created_at, product_id: "1", quantity: 1, price: 9.5 },
    ]);
    await store(space, orderStatuses, [{
      id: "1",
      updated_at: created_at,
      status: "BEING_COOKED",
    }]);
    const user = { id: "1", first_name: "Ada", last_name: "King", residence: null };
    await store(space, users, [
      { before: null, after: { ...user, lat: null, lon: null }, op: "c", ts_ms: 1_700_000_000_000 },
    ]);
    const over = new AbortController();
    const listening = Promise.withResolvers<string>();
    const faults: string[] = [];
    const db = openOrdersDb(space.endpoints.questdb);
    const served = serveOrders(db, {
      port: 0,
      hostname: "127.0.0.1",
      signal: over.signal,
      onListen: listening.resolve,
      log: (line) => void faults.push(line),
    });
    const folder = await Deno.makeTempDir({ prefix: "contract" });
    try {
      const { code, stdout } = await new Deno.Command(python, {
        args: [
          ...[
            "-m",
            "schemathesis.cli",
            "--no-color",
            "run",
            `${await listening.promise}/openapi.json`,
          ],
          ...["--phases", "examples,coverage,fuzzing", "--max-examples", "5", "--seed", "12"],
          ...["--workers", "4", "--exclude-checks", LEFT_OUT, "--generation-database", "none"],
        ],
        cwd: folder,
        stdout: "piped",
        stderr: "inherit",
      }).output();
      const report = new TextDecoder().decode(stdout);
      assert.equal(code, 0, report);
      assert.match(report, /Tested: 11\b/, report);
      assert.deepEqual(faults, []);
    } finally {
      over.abort();
      await served;
      await db.close();
      await Deno.remove(folder, { recursive: true });
    }
  });
});
