/// <reference lib="dom" />
/** A panel in the page: its view, its age, and what it says when there is nothing to show. */
import { element } from "../../lib/jupyter/lab/extension/elements.ts";
import { timeText } from "../../lib/numbers.ts";
import { type PanelAnswer, rowsOf, type Trouble } from "../live/panel_answer.ts";
import { isFrozen, type RangeSpec } from "../live/range.ts";
import type { PageData } from "../page_html.ts";
import { serverNow } from "./clock.ts";
import type { ComponentContext } from "./components/define_component.ts";
import { drawSoon } from "./draw_soon.ts";
import { span } from "./format.ts";
import { showView } from "./views/mod.ts";
import type { ShownView } from "./views/shown_view.ts";

/** A panel of the page. */
export interface PagePanel {
  readonly id: string;
  /** What it watches now. */
  topic: string | undefined;
  receive(answer: PanelAnswer): void;
  /** Forgets what it shows when the range changes: the next answer is of the new one. */
  expect(): void;
  /** Writes its age. @param range What the page shows. @param isCutOff Whether the server is away. */
  tick(range: RangeSpec, isCutOff: boolean): void;
  /** What troubles it, for the banner. */
  readonly trouble: Trouble | undefined;
}

/** Options for {@linkcode openPanel}. */
export interface PanelOptions {
  page: Pick<ComponentContext, "param" | "setParams">;
  /** Shows the page at a moment. */
  showAt(at: string): void;
  /** Called after each answer. */
  changed(): void;
}

/** Answers that are this much older than they should be make the panel pale, in milliseconds. */
const LATE = 5000;

/** Brings a panel of the page's HTML to life. */
export function openPanel(
  { id, title, view, height, live, every }: PageData["panels"][number],
  { page, showAt, changed }: PanelOptions,
): PagePanel {
  const section = document.getElementById(`panel-${id}`)!;
  const content = section.querySelector<HTMLElement>("[data-content]")!;
  const age = section.querySelector<HTMLElement>("[data-age]");
  const box = element("div", { className: "view" });
  const message = element("div", { className: "message", hidden: true });
  content.append(box, message);
  if (live) section.setAttribute("aria-busy", "true");
  let shown: ShownView | undefined;
  let last: PanelAnswer | undefined; // with rows
  let answer: PanelAnswer | undefined; // the newest
  let isSeen = false;
  let isDrawn = true;

  const open = () => shown ??= showView(view, { box, height, title, id: `${id}-figure` }, page);
  if (view.kind === "component") open();

  function draw(): void {
    if (!answer || !isSeen || document.hidden) return;
    isDrawn = true;
    const { data, trouble } = answer;
    if (data) {
      box.hidden = false;
      message.hidden = true;
      open().update({ rows: rowsOf(data), answer, more: data.more });
      return;
    }
    // What is away comes back: the last rows stay, with their age. Nothing in the range is an answer.
    const stays = last !== undefined && trouble?.kind !== "empty" && trouble?.kind !== "missing";
    if (stays || !trouble) return;
    const isStanding = shown?.standing ?? false;
    if (isStanding) shown!.update({ rows: [], answer });
    box.hidden = !isStanding;
    message.hidden = isStanding;
    message.replaceChildren(...troubleNodes(trouble, showAt));
  }

  const redraw = () => {
    isDrawn = false;
    if (isSeen) drawSoon(section, draw);
  };
  new IntersectionObserver(([entry]) => {
    isSeen = entry?.isIntersecting ?? true;
    if (isSeen && !isDrawn) redraw();
  }, { rootMargin: "200px" }).observe(section);
  document.addEventListener("visibilitychange", () => document.hidden || isDrawn || redraw());
  let width = content.clientWidth;
  new ResizeObserver(() => {
    if (content.clientWidth === width) return;
    width = content.clientWidth;
    // It takes the turn of an answer that waits to be drawn.
    drawSoon(section, () => isDrawn ? shown?.resize?.() : draw());
  }).observe(content);

  return {
    id,
    topic: undefined,
    receive(next) {
      answer = next;
      if (next.data) last = next;
      else if (next.trouble?.kind === "empty" || next.trouble?.kind === "missing") last = undefined;
      section.removeAttribute("aria-busy");
      redraw();
      changed();
    },
    expect() {
      last = answer = undefined;
      section.setAttribute("aria-busy", "true");
      section.classList.remove("stale");
      if (age) age.textContent = "";
    },
    tick(range, isCutOff) {
      if (!age) return;
      const of = last ?? answer;
      if (!of) return;
      const ms = serverNow() - of.asked;
      // One that takes long is asked half of the time, and each answer is as old as it took.
      const due = range.refresh > 0
        ? Math.max(range.refresh, every) * 1000 + LATE + 2 * of.took
        : Infinity;
      const isStale = Boolean(last) && (isCutOff || (answer !== last && !answer?.data) || ms > due);
      section.classList.toggle("stale", isStale);
      const label = isStale
        ? `last data, ${span(ms)} old`
        : ms < 2000 && range.refresh > 0
        ? "now"
        : `${span(ms)} ago`;
      if (age.textContent !== label) age.textContent = label;
      const end = isFrozen(range) || range.at === "newest"
        ? `, up to ${timeText(new Date(of.to))}`
        : "";
      const asked = `Asked at ${timeText(new Date(of.asked)).replace(/\.\d+$/, "")} UTC${end}`;
      if (age.title !== asked) age.title = asked;
    },
    get trouble() {
      return answer?.trouble;
    },
  };
}

function troubleNodes(trouble: Trouble, showAt: (at: string) => void): Node[] {
  const { message, run, newest } = trouble;
  const nodes: Node[] = [element("p", {}, message)];
  if (run) nodes.push(element("p", { className: "run" }, "Run ", element("code", {}, run)));
  if (newest !== undefined) {
    const at = timeText(new Date(newest)).replace(/\.\d+$/, "");
    const button = element("button", { type: "button" }, `Show the newest data (${at} UTC)`);
    button.addEventListener("click", () => showAt("newest"));
    nodes.push(button);
  }
  return nodes;
}
