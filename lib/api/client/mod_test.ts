import assert from "node:assert/strict";
import { UnavailableError } from "../../errors.ts";
import type { Overview } from "../schemas.ts";
import { ordersClient } from "./mod.ts";

/** A client whose requests are answered by a function. */
function answeredBy(answer: (url: URL) => Response) {
  return ordersClient({
    url: "http://api.test",
    fetch: (request) => Promise.resolve(answer(new URL(request.url))),
  });
}

Deno.test("ordersClient() puts parameters where they belong", async () => {
  const seen: string[] = [];
  const api = answeredBy((url) => {
    seen.push(url.pathname + url.search);
    return Response.json([]);
  });
  await api.get("/orders/stuck/{status}/{ms}", { status: "BEING_COOKED", ms: 5, limit: 3 });
  await api.get("/orders/{id}", { id: "a/b c" });
  await api.get("/users");
  assert.deepEqual(seen, [
    "/orders/stuck/BEING_COOKED/5?limit=3",
    "/orders/a%2Fb%20c",
    "/users",
  ]);
});

Deno.test("ordersClient() gives the answer in its type, and throws the API's message", async () => {
  const answer: Overview = {
    totalOrders: 1,
    currentTimePeriod: { orders: 1, totalPrice: 2 },
    previousTimePeriod: { orders: 0, totalPrice: 0 },
  };
  const overview: Overview = await answeredBy(() => Response.json(answer))
    .get("/orders/overview", { window: "1h" });
  assert.deepEqual(overview, answer);
  const error = { error: { message: "Cannot use window", parameter: "window" } };
  await assert.rejects(
    answeredBy(() => Response.json(error, { status: 400 })).get("/orders/overview"),
    { name: "RangeError", message: "Cannot use window" },
  );
  await assert.rejects(
    answeredBy(() => Response.json(error, { status: 503 })).get("/orders/overview"),
    UnavailableError,
  );
  await assert.rejects(
    ordersClient({ url: "http://127.0.0.1:2" }).get("/users"),
    /Cannot reach the orders API at http:\/\/127\.0\.0\.1:2: connection refused\. Start it with/,
  );
});
