import type { Feed } from "./feed.ts";

/**
 * The command that fills a table.
 *
 * @param table A table's name, with or without a namespace's prefix.
 * @returns Undefined if no feed fills the table.
 */
export function fillCommand(feeds: readonly Feed[], table: string): string | undefined {
  return feedOf(feeds, table)?.read?.sample ? "deno task demo" : ingestCommand(feeds, table);
}

/** The command that fills a table with its own feed alone; otherwise as {@linkcode fillCommand}. */
export function ingestCommand(feeds: readonly Feed[], table: string): string | undefined {
  const feed = feedOf(feeds, table);
  if (!feed) return undefined;
  if (feed.simulate) return `deno task ingest ${feed.name} --simulate --limit 10000`;
  return `deno task ingest ${feed.name} ${feed.live ? "--live" : "<files>"}`;
}

function feedOf(feeds: readonly Feed[], table: string): Feed | undefined {
  return feeds.find(({ streams }) =>
    streams.some(({ name }) => table === name || table.endsWith(`_${name}`))
  );
}
