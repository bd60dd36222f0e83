/** A page as HTML: everything but the rows, so that it is there at once and nothing moves later. */
import type { Assets } from "./assets/assets.ts";
import type { Page, Panel } from "./define_page.ts";

/** What the browser's code needs to know of a page: JSON in the element `page`. */
export interface PageData {
  name: string;
  title: string;
  period: string;
  params: Readonly<Record<string, string>>;
  panels:
    (Pick<Panel, "id" | "title" | "view"> & { live: boolean; height: number; every: number })[];
  /** The server's clock when the page was made, in milliseconds since 1970. */
  now: number;
  build: string;
  worker: string;
}

/** Heights of contents in pixels, unless a panel says so. */
const HEIGHTS: Readonly<Record<Panel["view"]["kind"], number>> = {
  line: 260,
  bars: 260,
  histogram: 260,
  heatmap: 300,
  forecastBands: 320,
  candlestick: 320,
  areaMap: 520,
  dotMap: 520,
  metrics: 84,
  table: 320,
  text: 84,
  component: 320,
};

/** Writes a page. */
export function pageHtml(
  page: Page,
  { pages, assets, now = Date.now() }: { pages: readonly Page[]; assets: Assets; now?: number },
): string {
  const { name, title, intro, panels, period = "15m", params = {} } = page;
  const data: PageData = {
    name,
    title,
    period,
    params,
    panels: panels.map((panel) => ({
      id: panel.id,
      title: panel.title,
      view: panel.view,
      live: panel.rows !== undefined,
      height: heightOf(panel),
      every: panel.every ?? 0,
    })),
    now,
    build: assets.build,
    worker: assets.pathOf("worker.js"),
  };
  const menus = Object.groupBy(pages, ({ menu = "pages" }) => menu);
  const link = (other: Page) =>
    `<a href="${escaped(other.path)}"${other.name === name ? ' aria-current="page"' : ""}>${
      escaped(other.title)
    }</a>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)} · Tributary</title>
<link rel="icon" href="${assets.pathOf("icon.svg")}" type="image/svg+xml">
<link rel="stylesheet" href="${assets.pathOf("style.css")}">
<script type="module" src="${assets.pathOf("main.js")}"></script>
</head>
<body>
<a class="skip" href="#main">Skip to the page</a>
<header class="top">
<a class="brand" href="/"><img src="${
    assets.pathOf("icon.svg")
  }" alt="" width="24" height="24">Tributary</a>
<nav class="menu" aria-label="Pages">${(menus.pages ?? []).map(link).join("")}${
    menus.streams?.length
      ? `<details class="streams"${
        page.menu === "streams" ? " data-current" : ""
      }><summary>Streams</summary><div>${menus.streams.map(link).join("")}</div></details>`
      : ""
  }</nav>
<div class="connection" id="connection" role="status">connecting</div>
<button type="button" class="theme" id="theme" aria-label="Change to the dark theme"></button>
</header>
<div class="banner" id="banner" role="alert" hidden></div>
<main id="main" tabindex="-1">
<div class="head">
<div><h1>${escaped(title)}</h1>${intro ? `<p class="intro">${escaped(intro)}</p>` : ""}</div>
<div class="controls" id="controls"></div>
</div>
<div class="panels">
${panels.map(panelHtml).join("\n")}
</div>
</main>
<noscript><p class="banner">The panels need JavaScript.</p></noscript>
<script type="application/json" id="page">${
    JSON.stringify(data).replaceAll("<", "\\u003c")
  }</script>
</body>
</html>
`;
}

function panelHtml(panel: Panel): string {
  const { id, title, note, size = "half", view } = panel;
  return `<section class="panel ${size} ${view.kind}" id="panel-${id}" aria-labelledby="title-${id}">
<div class="panel-head"><h2 id="title-${id}">${escaped(title)}</h2>${
    panel.rows ? `<span class="age" data-age></span>` : ""
  }</div>${note ? `<p class="note">${escaped(note)}</p>` : ""}
<div class="content" data-content style="min-height:${heightOf(panel)}px"></div>
</section>`;
}

function heightOf({ height, view }: Panel): number {
  return height ?? HEIGHTS[view.kind];
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
}
