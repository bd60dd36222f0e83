/** For tests: every panel of every page, over several ranges. */
import assert from "node:assert/strict";
import type { Page } from "../define_page.ts";
import { askPanel } from "../live/ask_panel.ts";
import { rowsOf } from "../live/panel_answer.ts";
import { customOf, lengthOf } from "../live/range.ts";
import { readTopic } from "../live/topic.ts";
import type { DashboardServices } from "../services.ts";
import type { Shown, World } from "./compared.ts";
import { comparisons, elsewhere } from "./mod.ts";
import { START } from "./world.ts";

const MINUTE = 60_000, DAY = 24 * 60 * MINUTE;
const iso = (time: number) => new Date(time).toISOString();

/** Ends on and off the minute, buckets from a second to a month, rows at both ends and in the middle. */
const RANGES = [
  { period: "5m", at: iso(START + 5 * MINUTE) },
  { period: `${iso(START + 67_250)}/${iso(START + 9 * MINUTE + 59_999)}`, at: "now" },
  { period: "24h", at: "newest" },
  { period: "3d", at: iso(START + 30 * 60 * MINUTE) },
  { period: "300d", at: iso(START + 60 * DAY) },
  { period: `${Math.ceil((Date.now() - START) / DAY) + 200}d`, at: "now" },
];
/** Panels that are asked at a time. */
const AT_ONCE = 4;
/** How often a panel is asked again that a busy machine has not answered. */
const AGAIN = 2;

/** A page and what it is asked for. */
interface Asked {
  page: Page;
  panel: string;
  period: string;
  at: string;
  params?: Record<string, string>;
}

/** The answer of a panel, with its rows. */
export async function shownBy(
  { page, panel, period, at, params = {} }: Asked,
  services: DashboardServices,
): Promise<Shown> {
  const text = JSON.stringify({ page: page.name, panel, period, at, refresh: 0, params });
  const topic = readTopic(text, [page])!;
  const { signal } = new AbortController();
  const { data, trouble, from, to, step } = await askPanel(topic, { services, signal });
  return {
    rows: data ? rowsOf(data) : [],
    trouble,
    period: topic.period,
    at: topic.at,
    from,
    to,
    step,
    start: Math.floor(from / step) * step,
    params: topic.params,
  };
}

/** The range is what was asked for, in at most 60 buckets. */
function checkRange({ from, to, step, period, at }: Shown, page: Page, world: World): void {
  const custom = customOf(period);
  assert.equal(to - from, custom ? custom.to - custom.from : lengthOf(period));
  assert.ok((to - from) / step <= 60);
  if (custom) return assert.equal(to, custom.to);
  if (at === "now") return assert.ok(Math.abs(to - Date.now()) < MINUTE);
  if (at !== "newest") return assert.equal(to, Date.parse(at));
  // All panels of a page end with the newest row of all its streams.
  const newest = (page.streams ?? []).flatMap((stream) =>
    world.all(stream).at(-1)?.timestamp ?? []
  );
  if (newest.length > 0) assert.equal(to, Math.max(...newest) + 1);
}

/** The ranges that the panels of a page are asked over: fewer where they cost more. */
function rangesOf({ name, menu, streams }: Page, place: number) {
  if (menu === "streams") return [RANGES[place % RANGES.length]!];
  if (name === "windows") return RANGES.filter((_, i) => i % 2 === 0);
  return streams ? RANGES : RANGES.slice(0, 1);
}

/** Parameters of its page that a panel is asked with. */
function paramsOf(panel: string, prefix: string): Record<string, string>[] {
  if (/^topics.(groups|partitions)$/.test(panel)) return [{}, { topic: `${prefix}github_events` }];
  return panel === "orders/stuck" ? [{}, { stuck: "1m" }] : [{}];
}

/**
 * Compares all panels with what was stored; of the streams' own pages each over one of the ranges.
 *
 * @throws {AssertionError} Some differ, or have no comparison; the message lists them.
 */
export async function comparePanels(
  pages: readonly Page[],
  { services, world, prefix }: { services: DashboardServices; world: World; prefix: string },
): Promise<void> {
  const wrong: string[] = [];
  const asked = pages.flatMap((page, i) =>
    page.panels.flatMap(({ id, rows }) => {
      if (`${page.name}/${id}` in elsewhere) return [];
      assert.ok(rows, `${page.name}/${id} has neither rows nor a test elsewhere`);
      const ranges = rangesOf(page, i);
      return paramsOf(`${page.name}/${id}`, prefix).flatMap((params) =>
        ranges.map((range): Asked => ({ page, panel: id, params, ...range }))
      );
    })
  ).values();
  const work = async () => {
    for (const one of asked) {
      const { page, panel, period, at } = one;
      try {
        const compare = comparisons[`${page.name}/${panel}`];
        assert.ok(compare, "has no comparison: add one to dashboard/comparisons");
        let shown = await shownBy(one, services);
        for (let i = 0; i < AGAIN && shown.trouble?.kind === "busy"; i++) {
          shown = await shownBy(one, services);
        }
        checkRange(shown, page, world);
        await compare(shown, world);
      } catch (error) {
        wrong.push(`${page.name}/${panel}, ${period} until ${at}: ${(error as Error).message}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  assert.ok(wrong.length === 0, wrong.join("\n"));
}
