import type { Feed } from "./feed.ts";

/**
 * The command that fills a table.
 *
 * @param table A table's name, with or without a namespace's prefix.
 * @returns Undefined if no feed fills the table.
 */
export function fillCommand(feeds: readonly Feed[], table: string): string | undefined {
  const feed = feeds.find(({ streams }) =>
    streams.some(({ name }) => table === name || table.endsWith(`_${name}`))
  );
  if (!feed) return undefined;
  if (feed.read?.sample) return "deno task demo";
  if (feed.simulate) return `deno task ingest ${feed.name} --simulate --limit 10000`;
  return `deno task ingest ${feed.name} ${feed.live ? "--live" : "<files>"}`;
}
