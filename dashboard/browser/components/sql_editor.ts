/// <reference lib="dom" />
/** The SQL page: editor, history, result. */
import { element } from "../../../lib/jupyter/lab/extension/elements.ts";
import type { SqlNames } from "../../sql/names.ts";
import { span } from "../format.ts";
import { AskError, askNames, askRows } from "../sql/ask_sql.ts";
import { openEditor } from "../sql/editor.ts";
import { queryHistory } from "../sql/history.ts";
import { fragmentOf, linkedIn } from "../sql/link.ts";
import { resultText } from "../sql/result_rows.ts";
import { openResults } from "../sql/results.ts";
import { addSqlStyle } from "../sql/style.ts";
import { showTables } from "../sql/tables_list.ts";
import { quotedIfNeeded } from "../sql/completions.ts";
import { defineComponent } from "./define_component.ts";

export default defineComponent(({ box }) => {
  addSqlStyle();
  let names: SqlNames = { tables: [], functions: [] };
  let running: AbortController | undefined;
  let linked = linkedIn(location.hash);

  const host = element("div", { className: "sql-editor" });
  const button = (label: string, className: string, click: () => void) => {
    const made = element("button", { type: "button", className }, label);
    made.addEventListener("click", click);
    return made;
  };
  const run = button("Run", "run", () => void start());
  const stop = button("Stop", "stop", () => running?.abort());
  const copy = button("Copy link", "", () => void copyLink());
  const past = element("div");
  const log = element("details", { className: "sql-history" });
  log.append(element("summary", {}, "History"), past);
  const hint = element("span", { className: "hint" }, "Ctrl+Enter runs, Ctrl+Space completes");
  const status = element("p", { className: "sql-status" });
  status.setAttribute("role", "status");
  const error = element("pre", { className: "sql-error", hidden: true, tabIndex: 0 });
  error.setAttribute("role", "alert");
  error.setAttribute("aria-label", "Error");
  const place = element("div");
  const tables = element("aside", { className: "sql-tables" });
  tables.setAttribute("aria-label", "Tables");
  const bar = element("div", { className: "sql-bar" }, run, stop, log, copy, hint);
  box.append(element(
    "div",
    { className: "sql" },
    element("div", {}, host, bar, status, error, place),
    tables,
  ));
  stop.hidden = true;

  const editor = openEditor(host, {
    text: linked?.sql ?? "",
    names: () => names,
    run: () => void start(),
  });
  const results = openResults(place, { changed: writeLink, say: (text) => say(text) });

  function say(text: string, isCut = false): void {
    status.textContent = text;
    status.classList.toggle("cut", isCut);
  }

  function fail(message: string): void {
    error.textContent = message;
    error.classList.toggle("plain", !message.includes("\n"));
    error.hidden = false;
  }

  async function start(): Promise<void> {
    if (running) return;
    const { sql, start } = editor.wanted;
    if (sql.trim() === "") return say("Write a query first");
    const control = running = new AbortController();
    const began = performance.now();
    error.hidden = true;
    editor.mark(undefined);
    results.clear();
    stop.hidden = false;
    run.disabled = true;
    say("Running …");
    const timer = setInterval(() => {
      // Not for screen readers, which heard that it runs.
      stop.textContent = `Stop (${span(performance.now() - began)})`;
    }, 1000);
    try {
      queryHistory.add(sql.trim());
      const answer = await askRows(sql, control.signal);
      say(resultText(answer), answer.cut !== undefined);
      results.show(sql, answer, linked?.sql === editor.text ? linked.chart : undefined);
      linked = undefined;
    } catch (caught) {
      say("");
      if (control.signal.aborted) say("Stopped");
      else if (caught instanceof AskError) {
        fail(caught.message);
        if (caught.position !== undefined) editor.mark(start + caught.position);
      } else {
        fail("The page cannot show this result: its console has more");
        console.error(caught);
      }
    } finally {
      clearInterval(timer);
      running = undefined;
      const hadFocus = document.activeElement === stop;
      stop.hidden = true;
      stop.textContent = "Stop";
      run.disabled = false;
      if (hadFocus) run.focus();
      writeLink();
    }
  }

  /** The address shows the query: copied, it shares it; opened, it fills the editor and runs nothing. */
  function writeLink(): void {
    const url = new URL(location.href);
    const chart = results.chart;
    url.hash = editor.text.trim() === ""
      ? ""
      : fragmentOf({ sql: editor.text, ...chart ? { chart } : {} });
    if (url.href !== location.href) history.replaceState(null, "", url);
  }

  async function copyLink(): Promise<void> {
    writeLink();
    try {
      await navigator.clipboard.writeText(location.href);
      say("The link is copied: it shows the query and runs nothing by itself");
    } catch {
      say("The address of this page is the link: copy it from the address bar");
    }
  }

  function showHistory(): void {
    const entries = queryHistory.list();
    if (entries.length === 0) {
      past.replaceChildren(element("p", {}, "Nothing was run yet in this browser"));
      return;
    }
    const clear = button("Clear the history", "", () => {
      queryHistory.clear();
      showHistory();
      log.querySelector("summary")!.focus();
    });
    past.replaceChildren(
      element(
        "ul",
        {},
        ...entries.map(({ sql, at }) => {
          const entry = button("", "", () => {
            editor.replace(sql);
            log.open = false;
            editor.focus();
          });
          entry.append(
            element("span", {}, sql.replace(/\s+/g, " ")),
            element("span", {}, `${span(Date.now() - at)} ago`),
          );
          return element("li", {}, entry);
        }),
      ),
      element("div", { className: "sql-bar" }, clear),
    );
  }
  log.addEventListener("toggle", () => log.open && showHistory());
  document.addEventListener("click", ({ target }) => {
    if (!log.contains(target as Node)) log.open = false;
  });
  log.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !log.open) return;
    log.open = false;
    log.querySelector("summary")!.focus();
  });

  function showExamples(): void {
    const empty = element("div", { className: "sql-empty" });
    const filled = names.tables.filter(({ rows }) => rows !== 0);
    if (filled.length === 0) {
      empty.append(
        element("p", {}, "There are no rows yet. Run "),
        element("code", {}, "deno task demo"),
      );
    } else {
      const [largest] = filled.toSorted((a, b) => (b.rows ?? 0) - (a.rows ?? 0));
      const table = quotedIfNeeded(largest!.name);
      const text = largest!.columns.find(({ type }) => type === "SYMBOL")?.name;
      const examples = [
        `select * from ${table} limit -100`,
        `select timestamp, count() from ${table} sample by 1h`,
        ...text
          ? [`select ${quotedIfNeeded(text)}, count() from ${table} order by count() desc limit 10`]
          : [],
      ];
      empty.append(
        element("p", {}, "Begin with one of these, or write your own:"),
        ...examples.map((sql) =>
          button(sql, "", () => {
            editor.replace(sql);
            void start();
          })
        ),
      );
    }
    place.replaceChildren(empty);
  }

  async function loadNames(): Promise<void> {
    try {
      names = await askNames();
      showTables(tables, names, (name) => editor.insert(name));
      if (place.childElementCount === 0 && !running) showExamples();
    } catch (caught) {
      fail(caught instanceof AskError ? caught.message : String(caught));
    }
  }

  addEventListener("hashchange", () => {
    const found = linkedIn(location.hash);
    if (!found || found.sql === editor.text) return;
    linked = found;
    editor.replace(found.sql);
  });
  addEventListener("pagehide", () => running?.abort());
  if (linked) say("A query of a link: read it, then run it");
  void loadNames();
  return { resize: () => results.resize() };
});
