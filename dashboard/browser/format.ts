/// <reference lib="dom" />
/** Values as a panel shows them; numbers and times by `lib/numbers.ts`. */
import { element } from "../../lib/jupyter/lab/extension/elements.ts";
import {
  columnFormat,
  compact,
  exact,
  isIdentifier,
  rounded,
  timeText,
} from "../../lib/numbers.ts";
import type { Format } from "../view.ts";
import { serverNow } from "./clock.ts";
import { sparkline } from "./sparkline.ts";

const BYTES = ["B", "kB", "MB", "GB", "TB"];

/** How long ago, or how long, in few characters: `2 s`, `4 min`, `3 h`, `12 d`. */
export function span(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)} h`;
  return `${exact(Math.floor(seconds / 86_400))} d`;
}

/** How long ago a time was; one that is still to come, as of simulated records, is shown as such. */
function agoText(ms: number): string {
  return ms < -1000 ? `in ${span(-ms)}` : `${span(ms)} ago`;
}

/** Bytes with the unit that makes them short. */
export function bytesText(bytes: number): string {
  const power = Math.min(BYTES.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${compact(bytes / 1000 ** power)} ${BYTES[power]}`;
}

/** A duration in milliseconds. */
export function durationText(ms: number): string {
  if (ms < 1000) return `${rounded(ms)} ms`;
  if (ms < 60_000) return `${rounded(ms / 1000)} s`;
  return ms < 3_600_000 ? `${rounded(Number((ms / 60_000).toFixed(1)))} min` : span(ms);
}

/** A value as text, apart from its column. */
export function text(value: unknown, format: Format = "auto", name = ""): string {
  if (value === null || value === undefined || value === "") return "–";
  if (value instanceof Date) {
    return format === "ago" ? agoText(serverNow() - +value) : timeText(value);
  }
  if (typeof value === "bigint") return exact(value, isIdentifier(name));
  if (typeof value !== "number") {
    return typeof value === "object" ? JSON.stringify(value) : String(value);
  }
  switch (format) {
    case "compact":
      return compact(value);
    case "money":
      return value.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    case "percent":
      return `${rounded(100 * value)} %`;
    case "rate":
      return `${rounded(value)}/s`;
    case "bytes":
      return bytesText(value);
    case "duration":
      return durationText(value);
    default:
      return exact(value, isIdentifier(name));
  }
}

/** Writes the values of a column into elements, so that numbers line up. */
export function cells(
  values: readonly unknown[],
  { format = "auto", name, bar = false }: { format?: Format; name: string; bar?: boolean },
): (value: unknown) => Node | string {
  const aligned = columnFormat(values, name);
  const numbers = values.filter((value) => typeof value === "number");
  const most = numbers.reduce((most, value) => Math.max(most, value), 0);
  return (value) => {
    if (format === "sparkline") return Array.isArray(value) ? sparkline(value) : "";
    if (value instanceof Date && format === "ago") {
      const shown = element("time", { dateTime: value.toISOString(), title: timeText(value) });
      shown.dataset.ago = "";
      shown.textContent = text(value, "ago");
      return shown;
    }
    if (format === "image") return typeof value === "string" ? picture(value) : "";
    if (format === "json") return json(value);
    if (format === "code") return element("code", {}, text(value));
    const written = format === "auto" && typeof value === "number"
      ? aligned(value)
      : text(value, format, name);
    if (!bar || typeof value !== "number" || most <= 0) return written;
    const fill = element("span", { className: "bar" });
    fill.style.width = `${Math.max(0, 100 * value / most).toFixed(1)}%`;
    return element("span", { className: "barred" }, fill, element("span", {}, written));
  };
}

/** Only pictures of this server: what a record names elsewhere is not fetched. */
function picture(path: string): Node | string {
  if (!/^\/(?!\/)[\w/.-]+$/.test(path)) return "";
  return element("img", { src: path, alt: "", width: 32, height: 32, loading: "lazy" });
}

function json(value: unknown): Node {
  if (value === null || value === undefined) return document.createTextNode("–");
  const given = typeof value === "string" ? value : JSON.stringify(value) ?? "";
  if (!/^[[{]/.test(given)) return document.createTextNode(text(value));
  const details = element("details", { className: "json" });
  const short = given.length > 60 ? `${given.slice(0, 60)}…` : given;
  details.append(element("summary", {}, short));
  details.addEventListener("toggle", () => {
    if (!details.open || details.childElementCount > 1) return;
    let pretty = given;
    try {
      pretty = JSON.stringify(JSON.parse(given), null, 2);
    } catch {
      // Not JSON: shown as it is.
    }
    details.append(element("pre", {}, pretty));
  });
  return details;
}
