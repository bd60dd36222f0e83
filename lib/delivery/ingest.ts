/** `deno task ingest`: a feed into Kafka and on into QuestDB. */
import { defineCommand, execute } from "../cli.ts";
import type { Flag, Flags } from "../cli_flags.ts";
import { callersPath } from "../config.ts";
import { UsageError } from "../errors.ts";
import type { Feed } from "../feeds/feed.ts";
import { flowsFedBy } from "../flows/fed_by.ts";
import { flows } from "../flows/mod.ts";
import { type Account, emptyAccount, summarize } from "../processing/account.ts";
import { Outages } from "../outage.ts";
import { nearest } from "../nearest.ts";
import { ensureStack } from "../stack/mod.ts";
import { formatTable } from "../table.ts";
import { deliver, enginesFor } from "./deliver.ts";
import { findEngines } from "./find_engines.ts";
import { ingestFlags } from "./ingest_flags.ts";
import { openSource, simulatedFrom, startNote } from "./open_source.ts";
import { checkSenders } from "./senders/check_senders.ts";
import { openSenders } from "./senders/open_senders.ts";
import { watch } from "./watch.ts";

/**
 * Runs `ingest` with a command line for some feeds. The summary goes to standard output, also if the
 * run fails after it has read records; progress and errors to standard error.
 *
 * @returns The exit code: 0 ok, 1 failed or nothing ingested, 2 wrong usage, 130 interrupted.
 */
export function ingest(feeds: readonly Feed[], args: string[]): Promise<number> {
  return execute(ingestCommand(feeds), args);
}

/** The command for some feeds: it offers their names and their flags. */
function ingestCommand(feeds: readonly Feed[]) {
  const names = feeds.map(({ name }) => name).join("|");
  return defineCommand({
    name: "ingest",
    summary: "Brings a feed into Kafka and on into QuestDB, every record accounted for.",
    words: `<${names}> [path…]`,
    count: [1, 10_000],
    flags: ingestFlags(feeds),
    examples: [
      "deno task ingest github                         # the bundled sample",
      "deno task ingest taxi trips_2022-04-01.csv.gz   # a file of the city's portal",
      "deno task ingest github --live --every 10s",
      "deno task ingest orders --simulate --limit 1000",
      "deno task ingest orders --simulate --rate 20 --speed 20 --duration 1m   # live",
      "deno task ingest taxi history/ --via direct --json",
      "deno task ingest iot --simulate --via direct --senders 4 --limit 2000000",
    ],
    async run({ flags, args: [name, ...paths], signal }) {
      const feed = feeds.find((feed) => feed.name === name);
      if (!feed) throw unknownFeed(name!, feeds);
      const view = watch({ signal });
      try {
        const own = ownFlags(feed, flags);
        const { senders, batch, delay } = checkSenders(feed, flags);
        const choice = { ...flags, flags: own, signal, log: view.log, batchSize: batch };
        const source = openSource(feed, paths.map(callersPath), choice);
        const way = { via: flags.via, sink: !flags["no-sink"], batch, delay };
        const { endpoints } = await ensureStack({ signal, log: view.log, need: enginesFor(way) });
        let started = performance.now();
        const { onChange, onBad, onUnknown, log } = view;
        const shown = { onChange, onBad, onUnknown, onWarning: log, outages: new Outages(log) };
        const print = (accounts: readonly Account[]) => {
          view.done();
          const summaries = summariesOf(feed, accounts, performance.now() - started);
          console.log(
            flags.json ? toJson(summaries) : formatTable(summaries.map((row) => ({ ...row }))),
          );
        };
        const run = { ...way, ...shown, endpoints, signal, find: findEngines, onFailed: print };
        if (flags.via === "direct") explainDirect(feed, log);
        let carry = () => deliver(source, run);
        if (senders > 1) {
          const { seed, rate, speed, duration, limit } = flags;
          const start = simulatedFrom(choice);
          if (speed && !flags.start) log(startNote({ seed, start }));
          const pace = { seed, start, rate, speed, duration, limit, batch, delay };
          const job = { ...pace, flags: own, questdb: endpoints.questdb! };
          const them = { senders, job, signal, onChange, onBad, log, onFailed: print };
          carry = (await openSenders(feed, them)).run;
          started = performance.now();
        }
        const accounts = await carry();
        print(accounts);
        const [read, derived] = [true, false].map((isRead) =>
          accounts.filter(({ stream }) => isOf(feed, stream) === isRead)
        );
        return view.verdict(read!, derived);
      } finally {
        view.done();
      }
    },
  });
}

/** An error that names the feeds, and those that a misspelt name may mean. */
function unknownFeed(name: string, feeds: readonly Feed[]): UsageError {
  const names = feeds.map((feed) => feed.name);
  const close = nearest(name, names);
  const hint = close.length > 0 ? `. Did you mean ${close.join(" or ")}?` : "";
  return new UsageError(`Cannot ingest ${JSON.stringify(name)}: choose ${names.join("|")}${hint}`);
}

/** The flags that the feed declares. */
function ownFlags(feed: Feed, flags: object): Flags<Record<string, Flag>> {
  const own = Object.keys(feed.flags ?? {});
  return Object.fromEntries(Object.entries(flags).filter(([name]) => own.includes(name)));
}

/** Says which streams a run past Kafka does not write. */
function explainDirect({ streams }: Feed, log: (line: string) => void): void {
  const missed = flowsFedBy(streams, flows).map(({ to }) => to.name);
  if (missed.length === 0) return;
  const verb = missed.length === 1 ? "is" : "are";
  log(
    `note: --via direct skips Kafka, and so the flows: ${missed.join(" and ")} ${verb} not written`,
  );
}

function isOf({ streams }: Feed, stream: string): boolean {
  return streams.some(({ name }) => name === stream);
}

/**
 * The summaries of the streams, the feed's and those that flows have written; the feed's first stream
 * always has one.
 */
function summariesOf(feed: Feed, accounts: readonly Account[], milliseconds: number) {
  const derived = accounts.filter(({ stream }) => !isOf(feed, stream));
  const [main, ...others] = [
    ...feed.streams.map(({ name }) => accounts.find(({ stream }) => stream === name)),
    ...derived,
  ].map((account) => account && summarize(account, milliseconds));
  const first = main ?? summarize(emptyAccount(feed.streams[0]), 0);
  return [first, ...others.filter((summary) => summary !== undefined)];
}

function toJson(summaries: ReturnType<typeof summariesOf>): string {
  const [first] = summaries;
  if (summaries.length === 1) return JSON.stringify(first);
  const streams = Object.fromEntries(summaries.map(({ stream, ...rest }) => [stream, rest]));
  return JSON.stringify({ ...first, streams });
}
