/// <reference lib="dom" />
/** Period, end and refresh, as the URL has them. */
import { element } from "../../lib/jupyter/lab/extension/elements.ts";
import {
  customOf,
  DEFAULT_PERIOD,
  DEFAULT_REFRESH,
  momentOf,
  NO_PERIOD,
  PERIODS,
  type RangeSpec,
  REFRESHES,
  specOf,
  TIMELESS,
} from "../live/range.ts";
import { serverNow } from "./clock.ts";

/** The controls of a page. */
export interface Controls {
  readonly range: RangeSpec;
  set(change: Partial<RangeSpec>): void;
}

/** Options for {@linkcode openControls}. */
export interface ControlsOptions {
  /** The page's own period, or `none`. */
  period: string;
  changed(): void;
  /** Asks for everything again, once. */
  reload(): void;
}

/** Fills the place of the controls. */
export function openControls(box: HTMLElement, options: ControlsOptions): Controls {
  const { changed, reload } = options;
  const isTimeless = options.period === NO_PERIOD;
  const usual = isTimeless ? DEFAULT_PERIOD : options.period;
  const read = () => specOf(new URLSearchParams(location.search), usual);
  let range = read();

  const periods = element("div", { className: "segments" });
  periods.setAttribute("role", "group");
  periods.setAttribute("aria-label", "Period");
  const buttons = Object.keys(PERIODS).map((name) => {
    const button = element("button", { type: "button" }, name);
    button.addEventListener("click", () => set({ period: name }));
    periods.append(button);
    return { name, button };
  });

  const end = select("Until", { now: "now", newest: "the newest data", moment: "a moment …" });
  const moment = timeField("Until this moment (UTC)");
  const custom = element("details", { className: "custom" });
  const from = timeField("From (UTC)"), to = timeField("To (UTC)");
  const apply = element("button", { type: "submit" }, "Show");
  const form = element("form", {}, label("From (UTC)", from), label("To (UTC)", to), apply);
  custom.append(element("summary", {}, "Custom"), form);
  const refresh = select(
    "Refresh",
    Object.fromEntries(
      REFRESHES.map((seconds) => [
        String(seconds),
        seconds === 0 ? "off" : `${seconds} s`,
      ]),
    ),
  );
  const again = element("button", { type: "button", className: "again", title: "Ask again" }, "↻");
  again.setAttribute("aria-label", "Ask again");
  // What is in the URL stays there: the other pages are opened with it.
  if (!isTimeless) box.append(periods, custom, label("Until", end), moment);
  box.append(label("Refresh", refresh), again);

  end.addEventListener("change", () => {
    if (end.value !== "moment") return set({ at: end.value, ...endsCustom() });
    set({ at: new Date(Math.floor(serverNow() / 1000) * 1000).toISOString(), ...endsCustom() });
    moment.focus();
  });
  moment.addEventListener("change", () => {
    if (momentOf(moment.value) !== undefined) set({ at: iso(moment.value) });
  });
  refresh.addEventListener("change", () => set({ refresh: Number(refresh.value) }));
  again.addEventListener("click", reload);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const period = `${iso(from.value)}/${iso(to.value)}`;
    const isRange = customOf(period) !== undefined;
    to.setCustomValidity(isRange ? "" : "The end must be after the beginning");
    if (!isRange) return void to.reportValidity();
    custom.open = false;
    set({ period, at: "now" });
  });
  to.addEventListener("input", () => to.setCustomValidity(""));
  addEventListener("popstate", () => {
    range = read();
    show();
    changed();
  });

  function endsCustom(): Partial<RangeSpec> {
    return customOf(range.period) ? { period: usual } : {};
  }

  function set(change: Partial<RangeSpec>): void {
    const before = JSON.stringify(range);
    range = { ...range, ...change };
    if (JSON.stringify(range) === before) return;
    const url = new URL(location.href);
    const write = (name: string, value: string | undefined) =>
      value === undefined ? url.searchParams.delete(name) : url.searchParams.set(name, value);
    write("period", range.period === usual ? undefined : range.period);
    write("at", range.at === "now" ? undefined : range.at);
    write(
      "refresh",
      range.refresh === DEFAULT_REFRESH
        ? undefined
        : range.refresh === 0
        ? "off"
        : String(range.refresh),
    );
    history.pushState(null, "", readable(url));
    show();
    changed();
  }

  function show(): void {
    for (const { name, button } of buttons) {
      button.setAttribute("aria-pressed", String(range.period === name));
    }
    const own = customOf(range.period);
    custom.classList.toggle("chosen", own !== undefined || !(range.period in PERIODS));
    if (own) [from.value, to.value] = [own.from, own.to].map(localText) as [string, string];
    else if (!from.value) {
      const now = serverNow();
      [from.value, to.value] = [now - 3_600_000, now].map(localText) as [string, string];
    }
    const at = momentOf(range.at);
    end.value = at !== undefined ? "moment" : range.at;
    moment.hidden = at === undefined || own !== undefined;
    if (at !== undefined) moment.value = localText(at);
    refresh.value = String(range.refresh);
  }

  show();
  return {
    get range() {
      return isTimeless ? { ...range, ...TIMELESS } : range;
    },
    set,
  };
}

/** The URL with `:` and `/` as they are: to be read and shared. */
export function readable(url: URL): string {
  return url.pathname + url.search.replaceAll("%3A", ":").replaceAll("%2F", "/");
}

function label(text: string, field: HTMLElement): HTMLElement {
  return element("label", {}, element("span", {}, text), field);
}

function select(name: string, values: Readonly<Record<string, string>>): HTMLSelectElement {
  const made = element("select");
  made.name = name.toLowerCase();
  made.setAttribute("aria-label", name);
  // In the order in which they are written, whatever their names are.
  for (const [value, text] of Object.entries(values)) {
    made.append(element("option", { value }, text));
  }
  return made;
}

function timeField(name: string): HTMLInputElement {
  const field = element("input", { type: "datetime-local", step: "1", required: true });
  field.setAttribute("aria-label", name);
  return field;
}

/** What a field for a time takes, in UTC. */
function localText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19);
}

function iso(local: string): string {
  return `${local.length === 16 ? `${local}:00` : local}Z`;
}
