import type { Page, Panel } from "../define_page.ts";
import {
  customOf,
  lengthOf,
  momentOf,
  NO_PERIOD,
  type RangeSpec,
  REFRESHES,
  TIMELESS,
} from "./range.ts";

/** What a viewer watches: a panel over a range. Its JSON text is what the browser knows it by. */
export interface Topic extends RangeSpec {
  page: string;
  panel: string;
  /** The page's parameters. */
  params: Record<string, string>;
}

/** A topic, with the page and the panel that it names. */
export interface KnownTopic extends Topic {
  page: string;
  /** The same for equal topics. */
  key: string;
  pageOf: Page;
  panelOf: Panel;
}

/** Longest value of a parameter. */
const LONGEST = 2000;

/** Reads what a browser wants to watch; undefined if there is no such panel, or a value is not valid. */
export function readTopic(text: unknown, pages: readonly Page[]): KnownTopic | undefined {
  if (typeof text !== "string" || text.length > 8000) return undefined;
  let found: Partial<Record<keyof Topic, unknown>>;
  try {
    found = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof found !== "object" || found === null) return undefined;
  const { page, panel, period, at, refresh } = found;
  const pageOf = pages.find(({ name }) => name === page);
  const panelOf = pageOf?.panels.find(({ id }) => id === panel);
  if (!pageOf || !panelOf?.rows) return undefined;
  if (typeof period !== "string" || typeof at !== "string" || typeof refresh !== "number") {
    return undefined;
  }
  if (lengthOf(period) === undefined && customOf(period) === undefined) return undefined;
  if (at !== "now" && at !== "newest" && momentOf(at) === undefined) return undefined;
  if (!REFRESHES.includes(refresh)) return undefined;
  const given = (found.params ?? {}) as Record<string, unknown>;
  const params: Record<string, string> = {};
  for (const [name, usual] of Object.entries(pageOf.params ?? {})) {
    const value = Object.hasOwn(given, name) ? given[name] : usual;
    if (typeof value !== "string" || value.length > LONGEST) return undefined;
    params[name] = value;
  }
  const range = pageOf.period === NO_PERIOD ? TIMELESS : { period, at };
  const topic = { page: pageOf.name, panel: panelOf.id, ...range, refresh, params };
  return { ...topic, key: JSON.stringify(topic), pageOf, panelOf };
}
