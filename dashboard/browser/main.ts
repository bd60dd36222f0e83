/// <reference lib="dom" />
/** Brings a page to life: its panels, its controls, its connection. */
import { element } from "../../lib/jupyter/lab/extension/elements.ts";
import type { Topic } from "../live/topic.ts";
import type { PageData } from "../page_html.ts";
import { startClock } from "./clock.ts";
import { openControls, readable } from "./controls.ts";
import { span, text as written } from "./format.ts";
import { liveClient } from "./live/client.ts";
import type { ConnectionState, LiveMessage } from "./live/messages.ts";
import { openPanel } from "./panel.ts";
import { startTheme } from "./theme.ts";

const page = JSON.parse(document.getElementById("page")!.textContent!) as PageData;
const connection = document.getElementById("connection")!;
const banner = document.getElementById("banner")!;

startTheme(document.getElementById("theme") as HTMLButtonElement);
startClock(page.now);

let state: ConnectionState = { name: "connecting", since: Date.now() };

const controls = openControls(document.getElementById("controls")!, {
  period: page.period,
  changed: watch,
  reload() {
    client.watch([]);
    watch();
  },
});
const param = (name: string) =>
  new URLSearchParams(location.search).get(name) ?? page.params[name] ?? "";
const pageContext = {
  param,
  setParams(values: Readonly<Record<string, string>>) {
    const url = new URL(location.href);
    for (const [name, value] of Object.entries(values)) {
      if (value === (page.params[name] ?? "")) url.searchParams.delete(name);
      else url.searchParams.set(name, value);
    }
    if (url.href === location.href) return;
    history.pushState(null, "", readable(url));
    watch();
  },
};
const panels = page.panels.map((panel) =>
  openPanel(panel, {
    page: pageContext,
    showAt: (at) => controls.set({ at, period: controls.range.period }),
    changed: showTrouble,
  })
);
const live = new Set(page.panels.filter(({ live }) => live).map(({ id }) => id));
const client = liveClient({ worker: page.worker, onMessage: receive });

// Nothing of this page is of a period.
if (live.size === 0) document.getElementById("controls")!.hidden = true;

function watch(): void {
  const params = Object.fromEntries(Object.keys(page.params).map((name) => [name, param(name)]));
  for (const panel of panels) {
    if (!live.has(panel.id)) continue;
    const topic: Topic = { page: page.name, panel: panel.id, ...controls.range, params };
    const text = JSON.stringify(topic);
    if (panel.topic !== text) panel.expect();
    panel.topic = text;
  }
  client.watch(panels.flatMap(({ topic }) => topic === undefined ? [] : [topic]));
  keepRangeInMenu();
}

/** The other pages are opened with the same range. */
function keepRangeInMenu(): void {
  const range = new URLSearchParams(location.search);
  for (const name of Object.keys(page.params)) range.delete(name);
  for (const link of document.querySelectorAll<HTMLAnchorElement>(".menu a, .brand")) {
    const url = new URL(link.href);
    url.search = String(range);
    link.href = readable(url);
  }
}

function receive(message: LiveMessage): void {
  if ("topic" in message) {
    panels.find(({ topic }) => topic === message.topic)?.receive(message.answer);
  } else if ("state" in message) {
    state = message.state;
    showTrouble();
  } else if ("build" in message) {
    if (message.build !== page.build) loadNewBuild(message.build);
  } else {
    console.warn("The server does not know these panels:", message.unknown);
  }
}

/** The server has newer pages. Once for each build, so that a fault cannot make it endless. */
function loadNewBuild(build: string): void {
  try {
    if (sessionStorage.getItem("tributary-build") === build) return;
    sessionStorage.setItem("tributary-build", build);
  } catch {
    return; // nothing may be stored: the reader reloads
  }
  location.reload();
}

function showTrouble(): void {
  const text = {
    connecting: "connecting",
    open: "live",
    lost: "no connection",
    refused: "no access",
  }[state.name];
  connection.dataset.state = state.name;
  const shown = state.name === "open" && controls.range.refresh === 0 ? "connected" : text;
  if (connection.textContent !== shown) connection.textContent = shown;
  const said = bannerText();
  if (banner.textContent === said.join("")) return;
  banner.hidden = said.length === 0;
  banner.replaceChildren(...said.map((part) => element("span", {}, part)));
}

function bannerText(): string[] {
  if (state.name === "lost") {
    const away = span(Date.now() - state.since);
    return [
      `The dashboard's server has been away for ${away}.`,
      "What you see is the last data. It goes on by itself; start it with: deno task dashboard",
    ];
  }
  if (state.name === "refused") {
    return ["The server wants its token: open the address that deno task dashboard printed."];
  }
  const away = panels.flatMap(({ trouble }) => trouble?.kind === "away" ? [trouble] : []);
  const messages = [
    ...new Set(away.map(({ message, run }) => `${message}. Start it with: ${run}.`)),
  ];
  if (messages.length > 0) {
    return [...messages, "What you see is the last data; it goes on by itself."];
  }
  return [];
}

/** Menus close like menus. */
function closeMenus(event: Event): void {
  for (
    const menu of document.querySelectorAll<HTMLDetailsElement>(".streams[open], .custom[open]")
  ) {
    const isInside = event.target instanceof Node && menu.contains(event.target);
    if (event instanceof KeyboardEvent) {
      if (event.key !== "Escape") continue;
      if (isInside) menu.querySelector("summary")?.focus();
    } else if (isInside) continue;
    menu.open = false;
  }
}

function tick(): void {
  for (const panel of panels) panel.tick(controls.range, state.name === "lost");
  if (state.name !== "open") showTrouble();
  for (const time of document.querySelectorAll<HTMLTimeElement>("time[data-ago]")) {
    const shown = written(new Date(time.dateTime), "ago");
    if (time.textContent !== shown) time.textContent = shown;
  }
}

watch();
showTrouble();
addEventListener("pointerdown", closeMenus);
addEventListener("keydown", closeMenus);
setInterval(tick, 500);
