/** `deno task ingest`: a feed into Kafka and on into QuestDB. */
import { ingest } from "../lib/delivery/ingest.ts";
import { feeds } from "../lib/feeds/mod.ts";

Deno.exit(await ingest(feeds, Deno.args));
