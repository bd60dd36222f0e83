import assert from "node:assert/strict";
import { githubEvents, orders } from "../../lib/feeds/mod.ts";
import { definePage } from "../define_page.ts";
import type { DashboardServices } from "../services.ts";
import { askPanel } from "./ask_panel.ts";
import { readTopic } from "./topic.ts";

const page = definePage({
  name: "page",
  title: "Page",
  path: "/page",
  streams: [githubEvents, orders],
  panels: ["events", "orders"].map((id) => ({
    id,
    title: id,
    streams: [id === "events" ? githubEvents : orders],
    rows: ({ from, to }) => Promise.resolve([{ from, to }]),
    view: { kind: "text" },
  })),
});

Deno.test("askPanel() has one end for a page's panels although rows arrive, and is not newer than it says", async () => {
  let newest = Date.UTC(2026, 0, 1), clock = 5000, looks = 0;
  const services = {
    has: () => Promise.resolve(true),
    newest: (streams: unknown[]) => {
      looks++;
      assert.equal(streams.length, 2, "the page's, not the panel's");
      clock += 10;
      return Promise.resolve(new Date(newest += 1000));
    },
    sql: () => {},
  } as unknown as DashboardServices; // what these panels use of it
  const ask = (panel: string) => {
    const text = JSON.stringify({ page: "page", panel, period: "5m", at: "newest", refresh: 0 });
    const { signal } = new AbortController();
    return askPanel(readTopic(text, [page])!, { services, signal, now: () => clock });
  };
  const answers = [await ask("events"), await ask("orders"), ...await Promise.all([ask("events")])];
  assert.equal(looks, 1);
  assert.deepEqual(new Set(answers.map(({ to }) => to)), new Set([newest + 1]));
  assert.deepEqual(answers.map(({ asked }) => asked), [5000, 5000, 5000]);
});
