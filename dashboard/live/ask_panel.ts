import { messageOf, UnavailableError } from "../../lib/errors.ts";
import { OverloadedError } from "../../lib/questdb/limited.ts";
import { isMissingTable, QueryRefusedError } from "../../lib/questdb/query_error.ts";
import { piece } from "../open_services.ts";
import type { DashboardServices } from "../services.ts";
import { newestData } from "./page_end.ts";
import { packRows, type PanelAnswer, type Trouble } from "./panel_answer.ts";
import { customOf, isFrozen, momentOf, rangeOf, stepText } from "./range.ts";
import type { KnownTopic } from "./topic.ts";

/** Options for {@linkcode askPanel}. */
export interface AskPanelOptions {
  services: DashboardServices;
  /** Cancels its queries. */
  signal: AbortSignal;
  /** Called with what is known while the rest takes long. */
  meanwhile?(answer: PanelAnswer): void;
  /** The server's clock, in milliseconds since 1970. @default Date.now */
  now?: () => number;
}

/**
 * Asks for the rows of a panel. A failure is an answer too, except that of the signal.
 *
 * @throws The signal's reason.
 */
export async function askPanel(topic: KnownTopic, options: AskPanelOptions): Promise<PanelAnswer> {
  const { services, signal, meanwhile, now = Date.now } = options;
  const started = performance.now();
  let asked = now();
  const { bucket } = topic.panelOf;
  let range = rangeOf(topic, momentOf(topic.at) ?? asked, bucket);
  const head = () => ({
    asked,
    from: range.from,
    to: range.to,
    step: range.step,
    took: Math.round(performance.now() - started),
  });
  let noted: Trouble | undefined;
  try {
    const { pageOf, panelOf } = topic;
    const streams = panelOf.streams ?? pageOf.streams ?? [];
    if (topic.at === "newest" && !customOf(topic.period)) {
      const found = await newestData(pageOf.streams ?? streams, { services, now });
      asked = Math.min(asked, found.asked);
      if (found.newest) range = rangeOf(topic, +found.newest + 1, bucket); // the end is exclusive
    }
    const there = await Promise.all(streams.map((stream) => services.has(stream)));
    if (streams.length > 0 && !there.includes(true)) {
      return { ...head(), trouble: missing(topic) };
    }
    const rows = await panelOf.rows!({
      from: new Date(range.from),
      to: new Date(range.to),
      start: new Date(range.start),
      step: Object.assign(piece({ strings: [stepText(range.step)] }), { ms: range.step }),
      sql: services.sql(signal),
      has: services.has,
      tableOf: services.tableOf,
      kafka: services.kafka,
      params: topic.params,
      data: services.data,
      services,
      note: (error) => noted = troubleOf(error, topic),
      meanwhile: (rows) => rows.length > 0 && meanwhile?.({ ...head(), data: packRows(rows) }),
      signal,
    });
    if (rows.length > 0) {
      return { ...head(), data: packRows(rows), ...noted ? { trouble: noted } : {} };
    }
    return {
      ...head(),
      trouble: panelOf.none === undefined
        ? await emptied(topic, { services, end: range.to })
        : { kind: "empty", message: panelOf.none },
    };
  } catch (error) {
    signal.throwIfAborted();
    const trouble = troubleOf(error, topic);
    if (trouble.kind === "fault") {
      services.log(`Fault in the panel ${topic.page}/${topic.panel}: ${messageOf(error)}`);
    }
    return { ...head(), trouble };
  }
}

function missing({ pageOf, panelOf }: KnownTopic): Trouble {
  const run = panelOf.empty ?? pageOf.empty;
  return { kind: "missing", message: "No data yet", ...run ? { run } : {} };
}

/** Nothing in this range: whether there is something before. */
async function emptied(
  topic: KnownTopic,
  { services, end }: { services: DashboardServices; end: number },
): Promise<Trouble> {
  const { pageOf, panelOf } = topic;
  const newest = await services.newest(panelOf.streams ?? pageOf.streams ?? []);
  const run = panelOf.empty ?? pageOf.empty;
  if (newest === undefined) return run ? missing(topic) : { kind: "empty", message: "No rows" };
  const period = isFrozen(topic) ? "in this period" : `in the last ${topic.period}`;
  const older = +newest < end - 1;
  return { kind: "empty", message: `No rows ${period}`, ...older ? { newest: +newest } : {} };
}

/** An error for viewers: without SQL, addresses and logins. */
function troubleOf(error: unknown, topic: KnownTopic): Trouble {
  if (error instanceof UnavailableError) {
    const { service } = error;
    return { kind: "away", message: `${service} cannot be reached`, run: "deno task up" };
  }
  if (error instanceof OverloadedError) return { kind: "busy", message: error.message };
  if (error instanceof QueryRefusedError) {
    if (isMissingTable(error)) return missing(topic);
    if (/busy|timeout|cached plan|reloaded|memory|cancelled/i.test(error.message)) {
      return { kind: "busy", message: "The database cannot answer this now" };
    }
  }
  return { kind: "fault", message: "The server has a fault here: its log has more" };
}
