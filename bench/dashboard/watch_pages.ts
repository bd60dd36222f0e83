/// <reference lib="dom" />
/**
 * The browser of `deno task bench dashboard`, a process of its own: the browser's driver needs all
 * permissions. Arguments: the dashboard's address, and seconds for each page. Prints a line of JSON for
 * each page.
 */
import { type Browser, chromium } from "playwright-core";
import { findChromium } from "../../lib/jupyter/lab/lab_testing.ts";
import { sleep } from "../../lib/retry.ts";
import type { Drawing } from "./ages.ts";

/** What a page did. */
export interface Watched {
  path: string;
  /** Milliseconds from the navigation to the Largest Contentful Paint. */
  lcp: number;
  /** Each panel's updates but for the first ones, which load code: milliseconds of main thread. */
  updates: { panel: string; ms: number }[];
  /** The number of events that /github showed; empty on the other pages. */
  drawings: Drawing[];
}

const PATHS = ["/github", "/", "/orders", "/taxi", "/pipeline"];
/** Milliseconds in which a page loads its code and draws for the first time. */
const FIRST = 6000;

async function watch(browser: Browser, url: string, path: string, ms: number): Promise<Watched> {
  const tab = await browser.newPage({ viewport: { width: 1440, height: 2400 } }); // all panels are seen
  await tab.goto(`${url}${path}?refresh=1&period=1h`);
  await sleep(FIRST);
  await tab.evaluate(follow);
  await sleep(ms);
  const found = await tab.evaluate(figures);
  await tab.close();
  return { path, ...found };
}

/** What is noted in the page. */
interface Noted {
  drawings: Drawing[];
  /** When it began, by `performance.now()`. */
  from: number;
}
type Noting = typeof globalThis & { noted: Noted };

/** Runs in the page: notes each change of the number of events when the browser has drawn it. */
function follow(): void {
  const drawings: Drawing[] = [];
  (globalThis as Noting).noted = { drawings, from: performance.now() };
  const value = document.querySelector("#panel-totals dd.value");
  if (location.pathname !== "/github" || !value) return;
  const note = () => {
    const count = Number(value.textContent!.replaceAll(/[^0-9]/g, ""));
    if (drawings.at(-1)?.count !== count) drawings.push({ at: Date.now(), count });
  };
  note();
  // A task after the frame's callbacks: by then the frame is drawn.
  new MutationObserver(() => requestAnimationFrame(() => setTimeout(note)))
    .observe(value, { childList: true, characterData: true, subtree: true });
}

/** Runs in the page. */
function figures(): Promise<Omit<Watched, "path">> {
  const { drawings, from } = (globalThis as Noting).noted;
  const updates = performance.getEntriesByName("panel")
    .filter(({ startTime }) => startTime >= from)
    .map((entry) => ({ panel: (entry as PerformanceMeasure).detail, ms: entry.duration }));
  return new Promise((resolve) => {
    new PerformanceObserver((list) =>
      resolve({ lcp: list.getEntries().at(-1)!.startTime, updates, drawings })
    ).observe({ type: "largest-contentful-paint", buffered: true });
  });
}

if (import.meta.main) {
  const [url, seconds] = Deno.args;
  const executablePath = findChromium();
  if (!executablePath) throw new Error("Chromium is missing (on Debian: apt install chromium)");
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    for (const path of PATHS) {
      console.log(JSON.stringify(await watch(browser, url!, path, Number(seconds) * 1000)));
    }
  } finally {
    await browser.close();
  }
}
