/// <reference lib="dom" />
/** The messages of a topic: where to look, and what was found. */
import { element } from "../../../lib/jupyter/lab/extension/elements.ts";
import { timeText } from "../../../lib/numbers.ts";
import type { MessagesAnswer } from "../../topics/messages_answer.ts";
import { foundText, partText, prettyText } from "../topics/message_rows.ts";
import { addTopicsStyle } from "../topics/style.ts";
import { defineComponent } from "./define_component.ts";

const PLACES = {
  newest: "the newest",
  oldest: "the oldest",
  offset: "an offset",
  time: "a time (UTC)",
};
const LIMITS = ["20", "50", "100", "500"];
/** Characters of a value in its line. */
const SHORT = 300;

type Message = MessagesAnswer["messages"][number];

export default defineComponent(({ box, param, setParams }) => {
  addTopicsStyle();
  let asked = "";
  let reading: AbortController | undefined;

  const topic = element("select", { name: "topic" });
  const place = element("select", { name: "place" }, ...options(Object.entries(PLACES)));
  const offset = element("input", { name: "offset", inputMode: "numeric", placeholder: "0" });
  const time = element("input", { name: "time", placeholder: "2026-01-31 12:00" });
  const partition = element("input", {
    name: "partition",
    inputMode: "numeric",
    placeholder: "all",
  });
  const key = element("input", { name: "key", placeholder: "any", autocomplete: "off" });
  const limit = element("select", { name: "limit" }, ...options(LIMITS.map((n) => [n, n])));
  const fields = { topic, place, offset, time, partition, key, limit };
  const read = element("button", { type: "submit" }, "Read");
  const offsetLabel = labelled("Offset", offset), timeLabel = labelled("From this time", time);
  const form = element(
    "form",
    { className: "messages-form" },
    labelled("Topic", topic),
    labelled("Begin at", place),
    offsetLabel,
    timeLabel,
    labelled("Key", key),
    labelled("Partition", partition),
    labelled("Messages", limit),
    read,
  );
  const said = element("p", { className: "messages-found" });
  said.setAttribute("role", "status");
  const list = element("ul", { className: "messages-list" });
  list.setAttribute("aria-label", "Messages");
  box.append(form, said, list);

  function showPlace(): void {
    offsetLabel.hidden = place.value !== "offset";
    timeLabel.hidden = place.value !== "time";
  }

  /** The fields as the address has them. */
  function readAddress(): void {
    for (const [name, field] of Object.entries(fields)) {
      const value = param(name);
      if (field === topic) addOption(value);
      field.value = value;
    }
    showPlace();
  }

  function addOption(value: string): void {
    if (![...topic.options].some((option) => option.value === value)) {
      topic.append(element("option", { value }, value === "" ? "choose one" : value));
    }
  }

  function say(text: string, isBad = false): void {
    said.textContent = text;
    said.classList.toggle("bad", isBad);
  }

  async function load(): Promise<void> {
    const query = String(
      new URLSearchParams(Object.keys(fields).map((name) => [name, param(name)])),
    );
    asked = query;
    reading?.abort();
    list.replaceChildren();
    if (param("topic") === "") return say("Choose a topic: here, or in the table above");
    const control = reading = new AbortController();
    say("Reading …");
    read.disabled = true;
    try {
      const answer = await fetch(`/topics/messages?${query}`, { signal: control.signal });
      const found = await answer.json();
      if (!answer.ok) say(found.error?.message ?? `The server answers ${answer.status}`, true);
      else {
        say(foundText(found));
        list.replaceChildren(...(found as MessagesAnswer).messages.map(lineOf));
      }
    } catch (error) {
      if (control.signal.aborted) return;
      say("The dashboard's server cannot be reached. Start it with: deno task dashboard", true);
      console.warn(error);
    } finally {
      if (reading === control) read.disabled = false;
    }
  }

  place.addEventListener("change", showPlace);
  topic.addEventListener("change", () => form.requestSubmit());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    setParams(
      Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.value.trim()])),
    );
    void load();
  });
  addEventListener("popstate", () => {
    readAddress();
    const now = String(
      new URLSearchParams(Object.keys(fields).map((name) => [name, param(name)])),
    );
    if (now !== asked) void load();
  });
  addEventListener("pagehide", () => reading?.abort());
  readAddress();
  void load();

  return {
    /** The topics that there are. */
    update({ rows }) {
      const names = rows.map((row) => String(row.topic));
      const chosen = topic.value;
      const isSame = names.every((name) => [...topic.options].some(({ value }) => value === name));
      if (isSame) return;
      topic.replaceChildren(...options([["", "choose one"], ...names.map((name) => [name, name])]));
      addOption(chosen);
      topic.value = chosen;
    },
  };
});

function lineOf(message: Message): HTMLElement {
  const { partition, offset, timestamp, unreadable } = message;
  const key = partText(message.key), value = partText(message.value);
  const span = (className: string, text: string) => element("span", { className }, text);
  const details = element("details");
  details.append(element(
    "summary",
    {},
    span("when", timestamp === null ? "no time" : timeText(new Date(timestamp))),
    span("at", `${partition} / ${offset}`),
    message.key === null ? span("key none", "no key") : span("key", key),
    unreadable !== undefined
      ? span("value bad", unreadable)
      : message.value === null
      ? span("value none", "deletes its key")
      : span("value", value.slice(0, SHORT)),
  ));
  details.addEventListener("toggle", () => {
    if (!details.open || details.childElementCount > 1) return;
    const pairs: [string, string][] = [
      ["partition / offset", `${partition} / ${offset}`],
      ["key", message.key === null ? "none" : key],
      ...Object.entries(message.headers).map(([name, part]): [string, string] => [
        `header ${name}`,
        partText(part),
      ]),
    ];
    details.append(element(
      "div",
      { className: "open" },
      element(
        "dl",
        {},
        ...pairs.flatMap(([name, text]) => [element("dt", {}, name), element("dd", {}, text)]),
      ),
      element("pre", { tabIndex: 0 }, message.value === null ? "" : prettyText(value)),
    ));
  });
  return element("li", {}, details);
}

function options(values: readonly (readonly string[])[]): HTMLOptionElement[] {
  return values.map(([value, label]) => element("option", { value: value! }, label!));
}

function labelled(text: string, field: HTMLElement): HTMLElement {
  return element("label", {}, element("span", {}, text), field);
}
